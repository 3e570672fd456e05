#include "report/chart_picture.h"

#include "base/late_library.h"
#include "base/messages.h"
#include "report/png_writer.h"

namespace opora {
namespace {

// librsvg draws, cairo holds the dots; both are on every machine with a desktop or LibreOffice. A rasteriser
// of our own would be a font engine of our own, so they are opened where they are and recommended, not required: without
// them a document says the chart in words and figures. What is used of them are a dozen functions over opaque pointers,
// unchanged since librsvg 2.46 and cairo 1.2: they are declared here, so that a build does not need the headers of a desktop.
struct SvgLibrary {
  LateLibrary library{"librsvg-2.so.2"};  // its own libraries answer through it
  using Handle = void;
  struct Rectangle {
    double x, y, width, height;
  };

  template <class Function>
  Function* at(const char* name) {
    return library.function<Function*>(name);
  }
  Handle* (*load)(const unsigned char*, std::size_t, void**) = at<Handle*(const unsigned char*, std::size_t, void**)>("rsvg_handle_new_from_data");
  int (*render)(Handle*, void*, const Rectangle*, void**) = at<int(Handle*, void*, const Rectangle*, void**)>("rsvg_handle_render_document");
  void (*unref)(void*) = at<void(void*)>("g_object_unref");
  void* (*surface)(int, int, int) = at<void*(int, int, int)>("cairo_image_surface_create");
  void (*free_surface)(void*) = at<void(void*)>("cairo_surface_destroy");
  void (*flush)(void*) = at<void(void*)>("cairo_surface_flush");
  unsigned char* (*dots)(void*) = at<unsigned char*(void*)>("cairo_image_surface_get_data");
  int (*stride)(void*) = at<int(void*)>("cairo_image_surface_get_stride");
  void* (*context)(void*) = at<void*(void*)>("cairo_create");
  void (*free_context)(void*) = at<void(void*)>("cairo_destroy");
  void (*colour)(void*, double, double, double) = at<void(void*, double, double, double)>("cairo_set_source_rgb");
  void (*paint)(void*) = at<void(void*)>("cairo_paint");
};

SvgLibrary& svg_library() {
  static SvgLibrary loaded;
  return loaded;
}

constexpr double kDots = 2;  // a pixel; 640 of them across 170 mm: 190 dots an inch
constexpr int kRgb24 = 1;      // CAIRO_FORMAT_RGB24

}  // namespace

Result<std::string> chart_png(const ChartPicture& picture) {
  SvgLibrary& svg = svg_library();
  OPORA_TRY(svg.library.ready());
  const double width = picture.width * kDots, height = picture.height * kDots;
  Result<std::string> png = make_error("DOC-005", tr("a chart cannot be drawn as a picture"), tr("the document shows its figures as a table instead"));
  void* handle = svg.load(reinterpret_cast<const unsigned char*>(picture.svg.data()), picture.svg.size(), nullptr);
  void* surface = svg.surface(kRgb24, static_cast<int>(width), static_cast<int>(height));
  void* context = svg.context(surface);
  svg.colour(context, 1, 1, 1);
  svg.paint(context);
  const SvgLibrary::Rectangle whole{0, 0, width, height};
  const bool drawn = handle != nullptr && svg.render(handle, context, &whole, nullptr) != 0;
  svg.flush(surface);
  if (const unsigned char* dots = drawn ? svg.dots(surface) : nullptr)
    png = png_of(dots, static_cast<std::size_t>(width), static_cast<std::size_t>(height), static_cast<std::size_t>(svg.stride(surface)));
  svg.free_context(context);
  svg.free_surface(surface);
  if (handle) svg.unref(handle);
  return png;
}

}  // namespace opora
