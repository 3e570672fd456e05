#include "extend/lua_document.h"

#include "base/messages.h"
#include "extend/lua_values.h"
#include "extend/safe_library.h"
#include "report/date_words.h"
#include "report/document_text.h"

namespace opora {
namespace {

constexpr std::int64_t kPerBlock = 100;

DocumentObject& document_at(lua_State* lua) { return need_object<DocumentObject>(lua, 1); }

int added(lua_State* lua, Block block) {
  charge(lua, kPerBlock);
  Status status = document_at(lua).sink->add(std::move(block));
  if (!status.ok()) Sandbox::of(lua).raise(lua, status.take_error());
  return 0;
}

int title(lua_State* lua) {
  const std::string text = need_title_text(lua, 2, tr_later("the title"));
  document_at(lua).sink->set_title(text);
  return added(lua, Paragraph{plain(text), ParagraphStyle::kTitle});
}

int heading(lua_State* lua) {
  const bool levelled = lua_type(lua, 2) == LUA_TNUMBER;
  const std::int64_t level = levelled ? need_integer(lua, 2, tr_later("the level of a heading")) : 1;
  if (level < 1 || level > 3) fail(lua, "LUA-034", tr("a level is 1, 2 or 3"));
  return added(lua, Heading{static_cast<int>(level), need_rich_text(lua, levelled ? 3 : 2)});
}

const std::vector<std::string>& style_names() {
  static const std::vector<std::string> kNames = {"body", "plain", "requisites", "title", "caption", "remark"};
  return kNames;
}

ParagraphStyle need_style(lua_State* lua, int index) {
  const std::string word = need_text(lua, index, tr_later("the style of a paragraph"));
  const auto& names = style_names();
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == word) return static_cast<ParagraphStyle>(i);
  fail(lua, "LUA-034", tr_format("there is no style '{0}'", word), suggestion(word, names));
}

// doc:paragraph("…"), doc:paragraph({ "…", { text = "…", bold = true } }), doc:paragraph{ text = …, style = "remark" }.
int paragraph(lua_State* lua) {
  Paragraph block;
  bool has_options = false;
  if (lua_type(lua, 2) == LUA_TTABLE) {
    has_options = lua_getfield(lua, 2, "text") != LUA_TNIL;
    lua_pop(lua, 1);
  }
  if (!has_options) {
    block.text = need_rich_text(lua, 2);
    if (!lua_isnoneornil(lua, 3)) block.style = need_style(lua, 3);
    return added(lua, std::move(block));
  }
  static constexpr std::string_view kKeys[] = {"text", "style"};
  each_option(lua, 2, kKeys, "paragraph", [&](std::size_t key) {
    if (key == 0) block.text = need_rich_text(lua, -1);
    else block.style = need_style(lua, -1);
  });
  return added(lua, std::move(block));
}

// doc:numbered(1, "…"); the third argument true: from 1 again.
int numbered(lua_State* lua) {
  const std::int64_t level = need_integer(lua, 2, tr_later("the level of a point"));
  if (level < 1 || level > 3) fail(lua, "LUA-034", tr("a level is 1, 2 or 3"));
  return added(lua, NumberedParagraph{static_cast<int>(level), need_rich_text(lua, 3), lua_toboolean(lua, 4) != 0});
}

int bullets(lua_State* lua) {
  BulletList list;
  each_element(lua, 2, [&](lua_Integer) { list.items.push_back(need_rich_text(lua, -1)); });
  return list.items.empty() ? 0 : added(lua, std::move(list));
}

int table(lua_State* lua) { return added(lua, need_table(lua, 2, document_at(lua).small)); }
int chart(lua_State* lua) { return added(lua, need_chart(lua, 2, document_at(lua).small)); }
int key_figures(lua_State* lua) { return added(lua, need_key_figures(lua, 2, document_at(lua).small)); }
int page_break(lua_State* lua) { return added(lua, PageBreak{}); }
int landscape(lua_State* lua) { return added(lua, Orientation{lua_isnone(lua, 2) || lua_toboolean(lua, 2) != 0}); }
int annex(lua_State* lua) { return added(lua, AnnexMark{need_texts(lua, 2, tr_later("a line of the annex mark"))}); }
int approval(lua_State* lua) { return added(lua, ApprovalMark{need_texts(lua, 2, tr_later("a line of the approval mark"))}); }

int signature(lua_State* lua) {
  static constexpr std::string_view kKeys[] = {"post", "name"};
  Signature block;
  each_option(lua, 2, kKeys, "signature", [&](std::size_t key) { (key == 0 ? block.post : block.name) = need_text(lua, -1, kKeys[key].data()); });
  return added(lua, std::move(block));
}

int header(lua_State* lua) {
  document_at(lua).sink->set_header(need_title_text(lua, 2, tr_later("the header")));
  return 0;
}
int footer(lua_State* lua) {
  document_at(lua).sink->set_footer(need_title_text(lua, 2, tr_later("the footer")));
  return 0;
}

int place(lua_State* lua) {
  document_at(lua).sink->set_place(need_text(lua, 2, tr_later("the name of a place")), need_title_text(lua, 3, tr_later("the text of a place")));
  return 0;
}

int push_printed(lua_State* lua, const std::string& text) {
  lua_pushlstring(lua, text.data(), text.size());
  return 1;
}

// doc:counted(5, "школа", "школы", "школ")
int counted_noun(lua_State* lua) {
  std::string forms[3];
  for (int i = 0; i < 3; ++i) forms[i] = need_text(lua, 3 + i, tr_later("the form of a noun"));
  return push_printed(lua, counted(need_integer(lua, 2, tr_later("a count")), forms[0], forms[1], forms[2]));
}

int date_in_words(lua_State* lua) {
  const std::string text = need_text(lua, 2, tr_later("a day"));
  const auto day = parse_date(text);
  if (!day) fail(lua, "LUA-034", tr_format("'{0}' is no day", text), tr("write it as 2022-03-15"));
  return push_printed(lua, date_words(*day));
}

// doc:shown(value, type, digits): how a table would write it, for sentences; shares of few people stay hidden.
int shown_value(lua_State* lua) {
  const DocumentObject& document = document_at(lua);
  const DocumentCellForm form{lua_isnoneornil(lua, 3) ? ValueType::kText : need_value_type(lua, 3), lua_toboolean(lua, 5) != 0};
  const auto digits = static_cast<int>(lua_isnoneornil(lua, 4) ? 1 : need_integer(lua, 4, tr_later("the number of digits")));
  return push_printed(lua, shown(need_cell(lua, 2, form, document.small), form.type, digits, false));
}

}  // namespace

void open_document(Sandbox& sandbox) {
  define_type<DocumentObject>(sandbox.lua(),
                              {{"title", &title}, {"heading", &heading}, {"paragraph", &paragraph}, {"numbered", &numbered},
                               {"bullets", &bullets}, {"table", &table}, {"chart", &chart}, {"key_figures", &key_figures},
                               {"page_break", &page_break}, {"landscape", &landscape}, {"annex", &annex}, {"approval", &approval},
                               {"signature", &signature}, {"header", &header}, {"footer", &footer}, {"place", &place},
                               {"counted", &counted_noun}, {"date_words", &date_in_words}, {"shown", &shown_value}});
}

}  // namespace opora
