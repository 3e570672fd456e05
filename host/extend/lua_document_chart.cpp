// doc:chart{ kind = …, series = …, marks = …, description = … } and doc:key_figures{ … }.
#include <algorithm>

#include "base/messages.h"
#include "extend/lua_document.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

ChartKind need_chart_kind(lua_State* lua, int index) {
  static const std::vector<std::string> kKinds = {"bars", "lines", "scatter", "histogram", "timeline"};
  const std::string word = need_text(lua, index, tr_later("the kind of a chart"));
  for (std::size_t i = 0; i < kKinds.size(); ++i)
    if (kKinds[i] == word) return static_cast<ChartKind>(i);
  fail(lua, "LUA-034", tr_format("there is no kind of chart '{0}'", word), suggestion(word, kKinds));
}

// A number, or a day of a timeline.
double need_position(lua_State* lua, int index, const char* what) {
  if (lua_type(lua, index) != LUA_TSTRING) return need_number(lua, index, what);
  const std::string text = need_text(lua, index, what);
  const auto day = parse_date(text);
  if (!day) fail(lua, "LUA-034", tr_format("'{0}' is no day", text), tr("write it as 2022-03-15"));
  return to_days(*day);
}

// Nothing when too few people are behind it.
std::optional<ChartPoint> need_point(lua_State* lua, int index, const SmallCells& small) {
  static constexpr std::string_view kKeys[] = {"label", "x", "y", "low", "high", "n"};
  ChartPoint point;
  std::int64_t people = 0;
  charge(lua, 1);
  each_option(lua, index, kKeys, "points", [&](std::size_t key) {
    const int at = lua_gettop(lua);
    switch (key) {
      case 0: point.label = need_title_text(lua, at, tr_later("a label")); break;
      case 1: point.x = need_position(lua, at, "x"); break;
      case 2: point.y = need_position(lua, at, "y"); break;
      case 3: point.low = need_number(lua, at, "low"); break;
      case 4: point.high = need_number(lua, at, "high"); break;
      case 5: people = need_integer(lua, at, "n"); break;
    }
  });
  if (small.hide(people)) return std::nullopt;
  return point;
}

ChartSeries need_series(lua_State* lua, int index, const SmallCells& small) {
  static constexpr std::string_view kKeys[] = {"name", "points"};
  ChartSeries series;
  each_option(lua, index, kKeys, "series", [&](std::size_t key) {
    if (key == 0) {
      series.name = need_title_text(lua, -1, tr_later("the name of a series"));
      return;
    }
    each_element(lua, lua_gettop(lua), [&](lua_Integer) {
      if (auto point = need_point(lua, lua_gettop(lua), small)) series.points.push_back(*std::move(point));
    });
  });
  return series;
}

ChartMark need_mark(lua_State* lua, int index) {
  static constexpr std::string_view kKeys[] = {"label", "at", "vertical"};
  ChartMark mark;
  each_option(lua, index, kKeys, "marks", [&](std::size_t key) {
    if (key == 0) mark.label = need_title_text(lua, -1, tr_later("a label"));
    else if (key == 1) mark.at = need_position(lua, lua_gettop(lua), "at");
    else mark.vertical = lua_toboolean(lua, -1) != 0;
  });
  return mark;
}

}  // namespace

Chart need_chart(lua_State* lua, int index, const SmallCells& small) {
  static constexpr std::string_view kKeys[] = {"kind", "caption", "x_title", "y_title", "series", "marks", "description"};
  Chart chart;
  each_option(lua, index, kKeys, "chart", [&](std::size_t key) {
    const int at = lua_gettop(lua);
    switch (key) {
      case 0: chart.kind = need_chart_kind(lua, at); break;
      case 1: chart.caption = need_title_text(lua, at, tr_later("the caption")); break;
      case 2: chart.x_title = need_title_text(lua, at, "x_title"); break;
      case 3: chart.y_title = need_title_text(lua, at, "y_title"); break;
      case 4: each_element(lua, at, [&](lua_Integer) { chart.series.push_back(need_series(lua, lua_gettop(lua), small)); }); break;
      case 5: each_element(lua, at, [&](lua_Integer) { chart.marks.push_back(need_mark(lua, lua_gettop(lua))); }); break;
      case 6: chart.description = need_title_text(lua, at, "description"); break;
    }
  });
  if (chart.description.empty())
    fail(lua, "LUA-032", tr("the chart has no description"), tr("say the same in words, for those who cannot see it: description = \"…\""));
  return chart;
}

KeyFigures need_key_figures(lua_State* lua, int index, const SmallCells& small) {
  static constexpr std::string_view kKeys[] = {"title", "type", "digits", "open", "note", "value"};
  KeyFigures block;
  each_element(lua, index, [&](lua_Integer) {
    KeyFigure figure;
    DocumentCellForm form{ValueType::kInteger, false};
    // The type comes first among the keys: the value is read by it.
    each_option(lua, lua_gettop(lua), kKeys, "key_figures", [&](std::size_t key) {
      const int at = lua_gettop(lua);
      switch (key) {
        case 0: figure.title = need_title_text(lua, at, tr_later("the title of a figure")); break;
        case 1: form.type = need_value_type(lua, at); break;
        case 2: figure.digits = static_cast<int>(std::clamp<std::int64_t>(need_integer(lua, at, "digits"), 0, 9)); break;
        case 3: form.open = lua_toboolean(lua, at) != 0; break;
        case 4: figure.note = need_title_text(lua, at, tr_later("the note")); break;
        case 5: figure.value = need_cell(lua, at, form, small); break;
      }
    });
    figure.type = form.type;
    block.figures.push_back(std::move(figure));
  });
  return block;
}

}  // namespace opora
