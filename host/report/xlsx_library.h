// libxlsxwriter, opened with the first workbook that is written. Its functions by the names it has.
#pragma once

#include <xlsxwriter.h>

#include "base/late_library.h"

namespace opora {

struct XlsxLibrary {
  LateLibrary library{OPORA_LIBXLSXWRITER};

#define OPORA_XLSX(name) decltype(&::name) name = library.function<decltype(&::name)>(#name)
  OPORA_XLSX(workbook_new);
  OPORA_XLSX(workbook_add_worksheet);
  OPORA_XLSX(workbook_add_format);
  OPORA_XLSX(workbook_add_chart);
  OPORA_XLSX(workbook_set_properties);
  OPORA_XLSX(workbook_close);
  OPORA_XLSX(lxw_strerror);
  OPORA_XLSX(worksheet_write_string);
  OPORA_XLSX(worksheet_write_number);
  OPORA_XLSX(worksheet_write_blank);
  OPORA_XLSX(worksheet_merge_range);
  OPORA_XLSX(worksheet_add_table);
  OPORA_XLSX(worksheet_set_column);
  OPORA_XLSX(worksheet_set_row);
  OPORA_XLSX(worksheet_freeze_panes);
  OPORA_XLSX(worksheet_set_landscape);
  OPORA_XLSX(worksheet_set_paper);
  OPORA_XLSX(worksheet_fit_to_pages);
  OPORA_XLSX(worksheet_repeat_rows);
  OPORA_XLSX(worksheet_set_footer);
  OPORA_XLSX(worksheet_set_margins);
  OPORA_XLSX(worksheet_gridlines);
  OPORA_XLSX(worksheet_insert_chart_opt);
  OPORA_XLSX(format_set_bold);
  OPORA_XLSX(format_set_font_color);
  OPORA_XLSX(format_set_num_format);
  OPORA_XLSX(format_set_text_wrap);
  OPORA_XLSX(format_set_align);
  OPORA_XLSX(format_set_bg_color);
  OPORA_XLSX(format_set_top);
  OPORA_XLSX(format_set_indent);
  OPORA_XLSX(chart_add_series);
  OPORA_XLSX(chart_series_set_categories);
  OPORA_XLSX(chart_series_set_values);
  OPORA_XLSX(chart_series_set_name);
  OPORA_XLSX(chart_series_set_line);
  OPORA_XLSX(chart_series_set_fill);
  OPORA_XLSX(chart_series_set_marker_type);
  OPORA_XLSX(chart_series_set_marker_size);
  OPORA_XLSX(chart_set_series_gap);
  OPORA_XLSX(chart_title_set_name);
  OPORA_XLSX(chart_title_off);
  OPORA_XLSX(chart_legend_set_position);
  OPORA_XLSX(chart_axis_get);
  OPORA_XLSX(chart_axis_set_name);
  OPORA_XLSX(chart_axis_set_num_format);
  OPORA_XLSX(chart_axis_set_min);
  OPORA_XLSX(chart_axis_set_max);
  OPORA_XLSX(chart_axis_set_reverse);
#undef OPORA_XLSX
};

const XlsxLibrary& xlsx();  // check library.ready() before the first call

}  // namespace opora
