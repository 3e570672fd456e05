// Charts of a document: a picture in two forms, or its figures where no picture can be made.
#include <fmt/format.h>

#include <algorithm>

#include "base/messages.h"
#include "report/chart_picture.h"
#include "report/chart_svg.h"
#include "report/chart_table.h"
#include "report/docx_body.h"
#include "report/inert_text.h"

namespace opora::docx {
namespace {

constexpr long kEmuPerTwip = 635;

// Word shows the SVG, others the PNG that a:blip embeds (MS-ODRAWXML 2.3.1.5, svgBlip).
std::string drawing(const Body& body, const Chart& chart, const ChartPicture& picture) {
  const std::size_t number = body.pictures.size();
  const long width = std::min(body.text_width(), body.frame.portrait_width) * kEmuPerTwip, height = width * picture.height / picture.width;
  const std::string name = fmt::format("id=\"{}\" name=\"{}\" descr=\"{}\"", 1000 + number, xml_text(tr_format("Chart {0}", number)), xml_text(chart.description.empty() ? chart.caption : chart.description));
  return fmt::format("<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{0}\" cy=\"{1}\"/><wp:docPr {2}/>"
                     "<a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">"
                     "<pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:nvPicPr><pic:cNvPr {2}/><pic:cNvPicPr/></pic:nvPicPr>"
                     "<pic:blipFill><a:blip r:embed=\"{3}\"><a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\">"
                     "<asvg:svgBlip xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"{4}\"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
                     "<pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{0}\" cy=\"{1}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
                     width, height, name, picture_id(body.frame, number, "png"), picture_id(body.frame, number, "svg"));
}

}  // namespace

void add(Body& body, const Chart& chart) {
  if (!chart.caption.empty()) body.xml += paragraph(body, {.style = "Caption", .keep_next = true}, runs(body, plain(chart.caption)));
  const ChartPicture picture = chart_svg(chart, fmt::format("chart{}", body.pictures.size() + 1));
  Result<std::string> png = picture.svg.empty() ? Result<std::string>(std::string()) : chart_png(picture);
  const bool drawn = png.ok() && !png->empty();
  if (drawn) {
    body.pictures.push_back({*png, picture.svg});
    body.xml += paragraph(body, {.style = "Figure", .keep_next = !chart.description.empty()}, drawing(body, chart, picture));
  }
  if (!chart.description.empty()) body.xml += paragraph(body, {.style = "Remark"}, runs(body, plain(chart.description)));
  if (!png.ok()) add(body, table_of(chart));
}

}  // namespace opora::docx
