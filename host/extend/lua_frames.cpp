#include "extend/lua_frames.h"

#include <algorithm>

#include "base/messages.h"
#include "extend/lua_values.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

constexpr int kOrderedWork = 4;  // sorting and joining cost more than going through

const Frame& self(lua_State* lua) { return need_object<FrameObject>(lua, 1).frame; }

int index(lua_State* lua) {
  if (push_verb(lua)) return 1;
  const std::string name = text_of(lua, 2);
  const Frame& frame = self(lua);
  if (const Column* column = frame.find(name)) {
    push_column(lua, *column);
    return 1;
  }
  std::vector<std::string> names = frame.names();
  for (std::string& verb : verb_names(lua)) names.push_back(std::move(verb));
  fail(lua, "LUA-035", tr_format("the frame has no column '{0}'", name), suggestion(name, names));
}

int column(lua_State* lua) {
  push_column(lua, unwrap(lua, self(lua).column(need_text(lua, 2, tr_later("the name of a column")))));
  return 1;
}

int has(lua_State* lua) {
  lua_pushboolean(lua, self(lua).has(need_text(lua, 2, tr_later("the name of a column"))));
  return 1;
}

int length(lua_State* lua) {
  lua_pushinteger(lua, self(lua).rows());
  return 1;
}

int to_text(lua_State* lua) {
  const Frame& frame = self(lua);
  std::string text = tr_count("frame of {} row", "frame of {} rows", frame.rows());
  for (std::size_t i = 0; i < frame.names().size(); ++i) text += (i == 0 ? ": " : ", ") + frame.names()[i];
  lua_pushlstring(lua, text.data(), text.size());
  return 1;
}

int where_verb(lua_State* lua) {
  const Frame& frame = self(lua);
  const Condition condition = need_condition(lua, 2);
  charge_cells(lua, cells_of(frame));
  push_frame(lua, unwrap(lua, where(frame, {condition})));
  return 1;
}

// Rows in which all the columns named have a value.
int present(lua_State* lua) {
  const Frame& frame = self(lua);
  std::vector<Condition> conditions;
  for (int i = 2; i <= lua_gettop(lua); ++i) {
    const std::string name = need_text(lua, i, tr_later("the name of a column"));
    conditions.push_back({name, Comparison::kEqual, ColumnRef{name}});
  }
  charge_cells(lua, cells_of(frame));
  push_frame(lua, unwrap(lua, where(frame, conditions)));
  return 1;
}

std::vector<std::string> rest_texts(lua_State* lua, int first) {
  std::vector<std::string> texts;
  for (int i = first; i <= lua_gettop(lua); ++i) texts.push_back(need_text(lua, i, tr_later("the name of a column")));
  if (texts.empty()) fail_argument(lua, first, "column name");
  return texts;
}

int join_verb(lua_State* lua) {
  const Frame& left = self(lua);
  const Frame& right = need_object<FrameObject>(lua, 2).frame;
  const std::vector<std::string> keys = rest_texts(lua, 3);
  charge_cells(lua, kOrderedWork * (cells_of(left) + cells_of(right)));
  push_frame(lua, unwrap(lua, join(left, right, keys)));
  return 1;
}

// "-n": descending.
SortKey sort_key(std::string text) {
  const bool descending = text.starts_with('-');
  return {descending ? text.substr(1) : std::move(text), descending};
}

int sort_verb(lua_State* lua) {
  const Frame& frame = self(lua);
  std::vector<SortKey> keys;
  for (std::string& text : rest_texts(lua, 2)) keys.push_back(sort_key(std::move(text)));
  charge_cells(lua, kOrderedWork * cells_of(frame));
  push_frame(lua, unwrap(lua, sort(frame, keys)));
  return 1;
}

int select_verb(lua_State* lua) {
  const Frame& frame = self(lua);
  const std::vector<std::string> names = rest_texts(lua, 2);
  for (const std::string& name : names)
    if (!frame.has(name)) unwrap(lua, frame.column(name));  // its message
  push_frame(lua, frame.select(names));
  return 1;
}

int append(lua_State* lua) {
  const Frame& top = self(lua);
  const Frame& bottom = need_object<FrameObject>(lua, 2).frame;
  charge_cells(lua, cells_of(top) + cells_of(bottom));
  push_frame(lua, unwrap(lua, concat({top, bottom})));
  return 1;
}

Frame with_value(lua_State* lua, const Frame& frame, const std::string& name, int value) {
  if (name.empty()) fail(lua, "LUA-034", tr("a column needs a name"));
  const std::int64_t rows = frame.width() == 0 ? 1 : frame.rows();
  Column added = need_column(lua, value, rows, tr_later("the new column"));
  if (added.size() != rows && frame.width() > 0)
    fail(lua, "LUA-034", tr_format("the column '{0}' has {1} rows, the frame {2}", name, added.size(), rows));
  charge_cells(lua, rows);
  return frame.with(name, std::move(added));
}

// with { name = column, … } in the order of the names; with { {"name", column}, … } in the order given.
int with(lua_State* lua) {
  Frame frame = self(lua);
  if (lua_type(lua, 2) != LUA_TTABLE) fail_argument(lua, 2, "table of columns");
  for (lua_Integer i = 1; lua_geti(lua, 2, i) == LUA_TTABLE; ++i) {
    lua_geti(lua, -1, 1);
    const std::string name = need_text(lua, -1, tr_later("the name of a column"));
    lua_geti(lua, -2, 2);
    frame = with_value(lua, frame, name, lua_gettop(lua));
    lua_settop(lua, 2);
  }
  lua_settop(lua, 2);
  std::vector<std::string> names;
  for (lua_pushnil(lua); lua_next(lua, 2) != 0; lua_pop(lua, 1))
    if (lua_type(lua, -2) == LUA_TSTRING) names.push_back(need_text(lua, -2, tr_later("the name of a column")));
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    lua_getfield(lua, 2, name.c_str());
    frame = with_value(lua, frame, name, lua_gettop(lua));
    lua_pop(lua, 1);
  }
  push_frame(lua, std::move(frame));
  return 1;
}

std::vector<std::string> optional_keys(lua_State* lua, int index) {
  if (lua_isnoneornil(lua, index)) return {};
  return need_texts(lua, index, tr_later("the columns of groups"));
}

// rank(column, by, ties): "-column" ranks the greatest first; ties "min" (usual), "mean" or "first".
int rank_verb(lua_State* lua) {
  const Frame& frame = self(lua);
  const SortKey key = sort_key(need_text(lua, 2, tr_later("the column to rank")));
  const std::vector<std::string> by = optional_keys(lua, 3);
  const std::string ties = lua_isnoneornil(lua, 4) ? "min" : need_text(lua, 4, tr_later("the rule for ties"));
  if (ties != "min" && ties != "mean" && ties != "first")
    fail(lua, "LUA-034", tr_format("'{0}' is no rule for ties", ties), tr("possible: \"min\", \"mean\", \"first\""));
  charge_cells(lua, kOrderedWork * frame.rows());
  push_column(lua, unwrap(lua, rank(frame, key.column, by,
                                    ties == "min"    ? Ties::kMin
                                    : ties == "mean" ? Ties::kMean
                                                     : Ties::kFirst,
                                    key.descending)));
  return 1;
}

int zscore_verb(lua_State* lua) {
  const Frame& frame = self(lua);
  const std::string name = need_text(lua, 2, tr_later("the column to standardise"));
  const std::vector<std::string> by = optional_keys(lua, 3);
  const std::int64_t ddof = lua_isnoneornil(lua, 4) ? 1 : need_integer(lua, 4, "ddof");
  if (ddof != 0 && ddof != 1) fail(lua, "LUA-034", tr("ddof is 0 (all schools) or 1 (a sample)"));
  charge_cells(lua, kOrderedWork * frame.rows());
  push_column(lua, unwrap(lua, zscore(frame, name, by, static_cast<int>(ddof))));
  return 1;
}

}  // namespace

std::int64_t cells_of(const Frame& frame) { return frame.rows() * static_cast<std::int64_t>(frame.width()); }

void push_frame(lua_State* lua, Frame frame) {
  push_object(lua, FrameObject(Sandbox::of(lua).columns(), std::move(frame)));
  check_frame_memory(lua);
}

void open_frames(Sandbox& sandbox) {
  define_type<FrameObject>(sandbox.lua(),
                           {{"where", &where_verb},
                            {"present", &present},
                            {"group", &frame_group},
                            {"tally", &frame_tally},
                            {"join", &join_verb},
                            {"sort", &sort_verb},
                            {"with", &with},
                            {"select", &select_verb},
                            {"append", &append},
                            {"rows", &frame_rows},
                            {"by", &frame_by},
                            {"rank", &rank_verb},
                            {"zscore", &zscore_verb},
                            {"interval", &frame_interval},
                            {"shrink_shares", &frame_shrink_shares},
                            {"shrink_means", &frame_shrink_means},
                            {"pool", &frame_pool},
                            {"funnel", &frame_funnel},
                            {"binomial_tail", &frame_binomial_tail},
                            {"compare_shares", &frame_compare_shares},
                            {"adjust_p", &frame_adjust_p},
                            {"column", &column},
                            {"has", &has}},
                           {{"__index", &index}, {"__len", &length}, {"__tostring", &to_text}});
}

}  // namespace opora
