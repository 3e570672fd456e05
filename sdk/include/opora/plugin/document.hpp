// What reports and renderers work with: values that the host hands over, and a document made of blocks.
// A report has `static constexpr ReportInfo info{…}` and `void write(const Value& ctx, Document& doc)`;
// a renderer has `static constexpr RendererInfo info{…}` and `void render(const Value& document, File& out)`.
// Names of fields and blocks: docs/report.md.
#pragma once

#include <concepts>
#include <deque>
#include <vector>

#include "opora/plugin/frame.hpp"

namespace opora::sdk {

// Borrowed: good until the call ends. What is not there is nothing, and so are its fields and elements.
class Value {
 public:
  Value() = default;
  Value(Call call, const opora_value* value) : call_(std::move(call)), value_(value) {}

  explicit operator bool() const { return type() != OPORA_VALUE_NOTHING && (type() != OPORA_VALUE_TRUTH || value_->whole != 0); }
  bool is_list() const { return type() == OPORA_VALUE_LIST; }
  bool is_fields() const { return type() == OPORA_VALUE_FIELDS; }
  std::string_view text() const { return type() == OPORA_VALUE_WORDS ? view(value_->text) : std::string_view(); }
  std::int64_t whole() const { return type() == OPORA_VALUE_WHOLE ? value_->whole : 0; }
  Share share() const { return type() == OPORA_VALUE_SHARE ? Share{value_->whole, value_->of} : Share{0, 0}; }
  double number() const {
    return type() == OPORA_VALUE_DECIMAL ? value_->decimal : type() == OPORA_VALUE_WHOLE ? static_cast<double>(value_->whole) : share().denominator != 0 ? share().value() : 0;
  }
  Frame frame() const {
    if (type() != OPORA_VALUE_TABLE) misuse(*call_, "a value is no frame");
    return Frame(call_, value_->frame);
  }

  std::size_t size() const { return type() == OPORA_VALUE_LIST || type() == OPORA_VALUE_FIELDS ? static_cast<std::size_t>(value_->count) : 0; }
  Value operator[](std::size_t i) const { return i < size() ? Value(call_, item(i)) : Value(); }
  std::string_view name(std::size_t i) const { return type() == OPORA_VALUE_FIELDS && i < size() ? view(value_->names[i]) : std::string_view(); }
  Value operator[](std::string_view wanted) const {
    for (std::size_t i = 0; type() == OPORA_VALUE_FIELDS && i < size(); ++i)
      if (view(value_->names[i]) == wanted) return Value(call_, item(i));
    return {};
  }
  Value operator[](const char* wanted) const { return (*this)[std::string_view(wanted)]; }

  class Iterator {
   public:
    Iterator(const Value* value, std::size_t at) : value_(value), at_(at) {}
    Value operator*() const { return (*value_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    const Value* value_;
    std::size_t at_;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

 private:
  std::int32_t type() const { return value_ == nullptr ? OPORA_VALUE_NOTHING : value_->type; }
  // Elements are walked by the size in the first: a newer host's are longer.
  const opora_value* item(std::size_t i) const {
    return reinterpret_cast<const opora_value*>(reinterpret_cast<const char*>(value_->items) + i * value_->items->struct_size);
  }
  Call call_;
  const opora_value* value_ = nullptr;
};

// A value in the making.
class Draft {
 public:
  Draft() = default;
  Draft(bool truth) : type_(OPORA_VALUE_TRUTH), whole_(truth) {}
  template <std::integral T>
  Draft(T whole) : type_(OPORA_VALUE_WHOLE), whole_(static_cast<std::int64_t>(whole)) {}
  Draft(double decimal) : type_(OPORA_VALUE_DECIMAL), decimal_(decimal) {}
  Draft(const char* text) : type_(OPORA_VALUE_WORDS), text_(text) {}
  Draft(std::string_view text) : type_(OPORA_VALUE_WORDS), text_(text) {}
  Draft(std::string text) : type_(OPORA_VALUE_WORDS), text_(std::move(text)) {}
  Draft(Share share) : type_(OPORA_VALUE_SHARE), whole_(share.numerator), of_(share.denominator) {}
  Draft(std::vector<Draft> items) : type_(OPORA_VALUE_LIST), items_(std::move(items)) {}

  static Draft fields() {
    Draft draft;
    draft.type_ = OPORA_VALUE_FIELDS;
    return draft;
  }
  // Of fields: adds one. Of a list: adds an element.
  Draft& with(std::string name, Draft value) & {
    names_.push_back(std::move(name)), items_.push_back(std::move(value));
    return *this;
  }
  Draft&& with(std::string name, Draft value) && { return std::move(with(std::move(name), std::move(value))); }
  void add(Draft value) { items_.push_back(std::move(value)); }

  // In the form of the interface; `views` and `names` keep what it points to.
  opora_value c(std::deque<std::vector<opora_value>>& views, std::deque<std::vector<opora_text>>& names) const {
    opora_value value{};
    value.struct_size = sizeof value, value.type = type_;
    value.whole = whole_, value.of = of_, value.decimal = decimal_, value.text = Text(text_);
    if (type_ != OPORA_VALUE_LIST && type_ != OPORA_VALUE_FIELDS) return value;
    std::vector<opora_value>& items = views.emplace_back();
    for (const Draft& one : items_) items.push_back(one.c(views, names));
    value.items = items.data(), value.count = items.size();
    if (type_ == OPORA_VALUE_FIELDS) {
      std::vector<opora_text>& own = names.emplace_back();
      for (const std::string& one : names_) own.push_back(Text(one));
      value.names = own.data();
    }
    return value;
  }

 private:
  std::int32_t type_ = OPORA_VALUE_NOTHING;
  std::int64_t whole_ = 0, of_ = 0;
  double decimal_ = 0;
  std::string text_;
  std::vector<std::string> names_;
  std::vector<Draft> items_;
};

// A cell of a table or a key figure: a text, a number, a share, a day, or nothing with its reason.
class Cell {
 public:
  template <class T>
    requires(!std::same_as<T, Cell>)
  Cell(const T& value) {
    if constexpr (std::same_as<T, Share>) put(value);
    else if constexpr (std::integral<T>) draft_.with("integer", value);
    else if constexpr (std::floating_point<T>) draft_.with("number", static_cast<double>(value));
    else draft_.with("text", std::string_view(value));
  }
  static Cell missing(std::string reason = {}) {
    Cell cell;
    cell.draft_.with("missing", true);
    if (!reason.empty()) cell.draft_.with("reason", std::move(reason));
    return cell;
  }
  static Cell day(std::string_view iso) {  // "2022-03-15"; empty: none is known
    Cell cell;
    if (iso.empty()) cell.draft_.with("missing", true);
    else cell.draft_.with("date", iso);
    return cell;
  }
  // How many people are behind it: the host hides it when they are too few. A share knows its own.
  Cell&& people(std::int64_t n) && { return set("n", n); }
  Cell&& interval(double low, double high) && { return set("interval", Draft(std::vector<Draft>{low, high})); }
  Cell&& strong() && { return set("strong", true); }
  Cell&& shade(double depth) && { return set("shade", depth); }  // 0 … 1: its ground, as in a heat table
  Cell&& span(int columns, int rows = 1) && { return std::move(set("columns", columns)).set("rows", rows); }
  Cell&& open() && { return set("open", true); }  // no people are behind it
  const Draft& draft() const { return draft_; }

 private:
  Cell&& set(const char* name, Draft value) {
    draft_.with(name, std::move(value));
    return std::move(*this);
  }
  Cell() = default;
  void put(Share share) {
    if (share.denominator == 0) draft_.with("missing", true);
    else draft_.with("numerator", share.numerator).with("denominator", share.denominator);
  }
  Draft draft_ = Draft::fields();
};

struct TableColumn {
  std::string_view title;
  std::string_view type = "text";  // integer, number, percent, date
  double width = 1;                // relative
  int digits = 1;
  bool show_n = false;             // denominators beside shares
};

class Table {
 public:
  explicit Table(std::vector<TableColumn> columns, std::string caption = {}) : draft_(Draft::fields()) {
    std::vector<Draft> shown;
    for (const TableColumn& one : columns)
      shown.push_back(Draft::fields().with("title", one.title).with("type", one.type).with("width", one.width).with("digits", one.digits).with("show_n", one.show_n));
    draft_.with("type", "table").with("columns", std::move(shown)).with("caption", std::move(caption));
  }
  Table& row(const std::vector<Cell>& cells) {
    rows_.push_back(drafts(cells));
    return *this;
  }
  Table& totals(const std::vector<Cell>& cells) {
    draft_.with("totals", drafts(cells));
    return *this;
  }
  Table& note(std::string text) {
    draft_.with("note", std::move(text));
    return *this;
  }
  Draft draft() const { return Draft(draft_).with("rows", rows_); }

 private:
  static std::vector<Draft> drafts(const std::vector<Cell>& cells) {
    std::vector<Draft> drafts;
    for (const Cell& cell : cells) drafts.push_back(cell.draft());
    return drafts;
  }
  Draft draft_;
  std::vector<Draft> rows_;
};

class Document {
 public:
  Document(Call call, const opora_document_sink& sink) : call_(std::move(call)), sink_(sink) {}
  Document(const Document&) = delete;

  void title(std::string_view text) {
    set("title", text);
    paragraph(text, "title");
  }
  void heading(int level, std::string_view text) { block(of("heading").with("level", level).with("text", text)); }
  void paragraph(std::string_view text, std::string_view style = "body") { block(of("paragraph").with("style", style).with("text", text)); }
  void numbered(int level, std::string_view text, bool restart = false) { block(of("numbered").with("level", level).with("text", text).with("restart", restart)); }
  void bullets(std::vector<Draft> items) { block(of("bullets").with("items", std::move(items))); }
  void table(const Table& table) { block(table.draft()); }
  void key_figure(std::string_view name, const Cell& value, std::string_view type = "integer") {
    block(of("key-figures").with("figures", std::vector<Draft>{Draft::fields().with("title", name).with("type", type).with("value", value.draft())}));
  }
  void page_break() { block(of("page-break")); }
  void landscape(bool on = true) { block(of("orientation").with("landscape", on)); }
  void annex(std::vector<Draft> lines) { block(of("annex-mark").with("lines", std::move(lines))); }
  void approval(std::vector<Draft> lines) { block(of("approval-mark").with("lines", std::move(lines))); }
  void signature(std::string_view post, std::string_view name) { block(of("signature").with("post", post).with("name", name)); }
  void header(std::string_view text) { set("header", text); }
  void footer(std::string_view text) { set("footer", text); }
  void place(const std::string& name, std::string_view text) { set("place:" + name, text); }  // of a region's template
  // Any block by its fields: charts, tables with groups above their titles.
  void block(const Draft& fields) {
    std::deque<std::vector<opora_value>> views;
    std::deque<std::vector<opora_text>> names;
    const opora_value value = fields.c(views, names);
    require(sink_.block(sink_.self, &value));
  }
  static Draft of(std::string_view type) { return Draft::fields().with("type", type); }

  // A parameter of the report, as text.
  std::string_view parameter(Text name) const {
    opora_parameter_value value{};
    value.struct_size = sizeof value;
    OPORA_SDK_CALL(params, get, call_, name, &value);
    return view(value.text);
  }

 private:
  void set(std::string_view name, std::string_view text) { require(sink_.text(sink_.self, Text(name), Text(text))); }
  Call call_;
  const opora_document_sink& sink_;
};

// The bytes of a file in the making.
class File {
 public:
  explicit File(const opora_target& target) : target_(target) {}
  File(const File&) = delete;
  File& operator<<(std::string_view bytes) {
    require(target_.write(target_.self, bytes.data(), bytes.size()));
    return *this;
  }

 private:
  const opora_target& target_;
};

}  // namespace opora::sdk
