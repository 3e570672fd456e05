// From C tables to the author's structs. Nothing escapes: every function the host can call is noexcept and
// turns what was thrown into a status and a diagnostic.
#pragma once

#include <array>
#include <cstring>
#include <new>

#include "opora/plugin/checks.hpp"
#include "opora/plugin/describe.hpp"
#include "opora/plugin/document.hpp"
#include "opora/plugin/importer.hpp"

#ifndef OPORA_BUILD_TEXT
#define OPORA_BUILD_TEXT __VERSION__
#endif
#ifndef OPORA_HEADERS_DIGEST
#define OPORA_HEADERS_DIGEST ""
#endif

namespace opora::sdk {

// What a matching gives (kinds/matching.h): who gets whom, and who gets nobody and why.
struct Pairs {
  Frame pairs;      // school, partner, rank, cost, reason, and the declared outputs
  Frame unmatched;  // school, reason
};

// What an author writes. The static_asserts of Extension say in words what is missing.
template <class T>
concept IndicatorLike = std::same_as<std::remove_cv_t<decltype(T::info)>, IndicatorInfo>;
template <class T>
concept MethodologyLike = std::same_as<std::remove_cv_t<decltype(T::info)>, MethodologyInfo>;
template <class T>
concept MatchingLike = std::same_as<std::remove_cv_t<decltype(T::info)>, MatchingInfo>;
template <class T>
concept ImporterLike = std::same_as<std::remove_cv_t<decltype(T::info)>, ImporterInfo>;
template <class T>
concept ReportLike = std::same_as<std::remove_cv_t<decltype(T::info)>, ReportInfo>;
template <class T>
concept RendererLike = std::same_as<std::remove_cv_t<decltype(T::info)>, RendererInfo>;
template <class T>
concept Computes = requires(T& extension, const Context& ctx) {
  { extension.compute(ctx) } -> std::same_as<Frame>;
};
template <class T>
concept Decides = requires(T& extension, Decisions& ctx) { extension.decide(ctx); };
template <class T>
concept Matches = requires(T& extension, const Context& ctx, const Frame& needing, const Frame& offering) {
  { extension.match(ctx, needing, offering) } -> std::same_as<Pairs>;
};
template <class T>
concept Reads = requires(T& extension, const Head& head, Import& file) {
  { T::sniff(head) } -> std::convertible_to<int>;
  extension.read(file);
};
template <class T>
concept Writes = requires(T& extension, const Value& ctx, Document& doc) { extension.write(ctx, doc); };
template <class T>
concept Renders = requires(T& extension, const Value& document, File& out) { extension.render(document, out); };

template <class T>
struct Extension {
  static_assert(IndicatorLike<T> || MethodologyLike<T> || MatchingLike<T> || ImporterLike<T> || ReportLike<T> || RendererLike<T>,
                "an extension needs: static constexpr IndicatorInfo info{…}; or: MethodologyInfo, MatchingInfo, ImporterInfo, ReportInfo, RendererInfo");
  static_assert(!IndicatorLike<T> || Computes<T>, "an indicator needs a member: Frame compute(const Context& ctx)");
  static_assert(!MethodologyLike<T> || Decides<T>, "a methodology needs a member: void decide(Decisions& ctx)");
  static_assert(!MatchingLike<T> || Matches<T>,
                "a matching needs a member: Pairs match(const Context& ctx, const Frame& needing, const Frame& offering)");
  static_assert(!ImporterLike<T> || Reads<T>, "an importer needs: static int sniff(const Head& head) and void read(Import& file)");
  static_assert(!ReportLike<T> || Writes<T>, "a report needs a member: void write(const Value& ctx, Document& doc)");
  static_assert(!RendererLike<T> || Renders<T>, "a renderer needs a member: void render(const Value& document, File& out)");
  static_assert(std::is_default_constructible_v<T>, "an extension is made without arguments, once a run");
};

// Runs `body` with the state of the call; whatever it throws becomes a status.
template <class Body>
opora_status guarded(opora_call* call, Body&& body) noexcept {
  Call state;
  opora_status status = OPORA_OK;
  try {
    state = std::make_shared<CallState>(CallState{call});
    body(state);
  } catch (const Failure& failure) {
    status = failure.status;
  } catch (const Error& error) {
    report(call, OPORA_ERROR, error.code(), error.what(), error.help());
    status = OPORA_E_INVALID_DATA;
  } catch (const std::exception& error) {
    report(call, OPORA_ERROR, {}, error.what());
    status = OPORA_E_EXCEPTION;
  } catch (...) {
    report(call, OPORA_ERROR, {}, "something that is not a std::exception was thrown");
    status = OPORA_E_EXCEPTION;
  }
  if (state) state->running = false;  // frames that outlive the call must not reach for it
  return status;
}

// The table of one kind over the extensions Ts of that kind.
template <class... Ts>
struct Instances {
  static opora_status create(void*, std::uint32_t index, opora_call* call, void** instance) noexcept {
    static constexpr std::array<void* (*)(), sizeof...(Ts)> kMake = {[]() -> void* { return new Holder<Ts>(); }...};
    return guarded(call, [&](const Call&) { *instance = kMake.at(index)(); });
  }
  static void destroy(void*, void* instance) noexcept { delete static_cast<AnyHolder*>(instance); }

  struct AnyHolder {
    virtual ~AnyHolder() = default;
  };
  template <class T>
  struct Holder final : AnyHolder {
    T extension;
  };
};

template <class... Ts>
struct IndicatorTable : Instances<Ts...> {
  using Base = Instances<Ts...>;
  static constexpr std::array<opora_indicator_info, sizeof...(Ts)> kInfos = {Ts::info.c()...};
  static const opora_indicator_info* describe(void*, std::uint32_t index) noexcept {
    return index < kInfos.size() ? &kInfos[index] : nullptr;
  }
  template <class T>
  static Frame run(void* instance, const Context& ctx) {
    return static_cast<typename Base::template Holder<T>*>(static_cast<typename Base::AnyHolder*>(instance))->extension.compute(ctx);
  }
  static opora_status compute(void*, std::uint32_t index, void* instance, opora_call* call, const opora_run* run_on,
                              const opora_frame** result) noexcept {
    static constexpr std::array<Frame (*)(void*, const Context&), sizeof...(Ts)> kRun = {&run<Ts>...};
    return guarded(call, [&](const Call& state) {
      const Frame frame = kRun.at(index)(instance, Context(state, *run_on));
      const opora_frame* kept = frame.handle();
      state->running = false;  // the result stays with the call when the local frame goes
      *result = kept;
    });
  }
  static constexpr opora_indicator_kind kTable = {sizeof(opora_indicator_kind), sizeof...(Ts), nullptr, &describe,
                                                  &Base::create, &Base::destroy, &compute};
};

template <class... Ts>
struct MethodologyTable : Instances<Ts...> {
  using Base = Instances<Ts...>;
  static constexpr std::array<opora_methodology_info, sizeof...(Ts)> kInfos = {Ts::info.c()...};
  static const opora_methodology_info* describe(void*, std::uint32_t index) noexcept {
    return index < kInfos.size() ? &kInfos[index] : nullptr;
  }
  template <class T>
  static void run(void* instance, Decisions& ctx) {
    static_cast<typename Base::template Holder<T>*>(static_cast<typename Base::AnyHolder*>(instance))->extension.decide(ctx);
  }
  static opora_status decide(void*, std::uint32_t index, void* instance, opora_call* call, const opora_run* run_on) noexcept {
    static constexpr std::array<void (*)(void*, Decisions&), sizeof...(Ts)> kRun = {&run<Ts>...};
    return guarded(call, [&](const Call& state) {
      Decisions ctx(state, *run_on);
      kRun.at(index)(instance, ctx);
    });
  }
  static constexpr opora_methodology_kind kTable = {sizeof(opora_methodology_kind), sizeof...(Ts), nullptr, &describe,
                                                    &Base::create, &Base::destroy, &decide};
};

template <class... Ts>
struct MatchingTable : Instances<Ts...> {
  using Base = Instances<Ts...>;
  static constexpr std::array<opora_matching_info, sizeof...(Ts)> kInfos = {Ts::info.c()...};
  static const opora_matching_info* describe(void*, std::uint32_t index) noexcept {
    return index < kInfos.size() ? &kInfos[index] : nullptr;
  }
  template <class T>
  static Pairs run(void* instance, const Context& ctx, const Frame& needing, const Frame& offering) {
    return static_cast<typename Base::template Holder<T>*>(static_cast<typename Base::AnyHolder*>(instance))
        ->extension.match(ctx, needing, offering);
  }
  static opora_status match(void*, std::uint32_t index, void* instance, opora_call* call, const opora_run* run_on,
                            const opora_frame* needing, const opora_frame* offering, const opora_frame** pairs,
                            const opora_frame** unmatched) noexcept {
    static constexpr std::array<Pairs (*)(void*, const Context&, const Frame&, const Frame&), sizeof...(Ts)> kRun = {&run<Ts>...};
    return guarded(call, [&](const Call& state) {
      const Pairs found = kRun.at(index)(instance, Context(state, *run_on), Frame(state, needing), Frame(state, offering));
      state->running = false;  // the result stays with the call when the local frames go
      *pairs = found.pairs.handle();
      *unmatched = found.unmatched.handle();
    });
  }
  static constexpr opora_matching_kind kTable = {sizeof(opora_matching_kind), sizeof...(Ts), nullptr, &describe,
                                                 &Base::create, &Base::destroy, &match};
};

template <class... Ts>
struct ImporterTable : Instances<Ts...> {
  using Base = Instances<Ts...>;
  static constexpr std::array<opora_importer_info, sizeof...(Ts)> kInfos = {Ts::info.c()...};
  static const opora_importer_info* describe(void*, std::uint32_t index) noexcept {
    return index < kInfos.size() ? &kInfos[index] : nullptr;
  }
  // A file that makes it throw is not its own.
  static std::int32_t sniff(void*, std::uint32_t index, opora_text name, const void* head, std::uint64_t size) noexcept {
    static constexpr std::array<std::int32_t (*)(const Head&), sizeof...(Ts)> kSniff = {
        [](const Head& seen) { return static_cast<std::int32_t>(Ts::sniff(seen)); }...};
    try {
      return kSniff.at(index)({view(name), {static_cast<const char*>(head), static_cast<std::size_t>(size)}});
    } catch (...) {
      return 0;
    }
  }
  template <class T>
  static void run(void* instance, Import& file) {
    static_cast<typename Base::template Holder<T>*>(static_cast<typename Base::AnyHolder*>(instance))->extension.read(file);
    file.flush();
  }
  static opora_status read(void*, std::uint32_t index, void* instance, opora_call* call, const opora_source* source,
                           const opora_row_sink* sink) noexcept {
    static constexpr std::array<void (*)(void*, Import&), sizeof...(Ts)> kRun = {&run<Ts>...};
    return guarded(call, [&](const Call& state) {
      Import file(state, *source, *sink);
      kRun.at(index)(instance, file);
    });
  }
  static constexpr opora_importer_kind kTable = {sizeof(opora_importer_kind), sizeof...(Ts), nullptr, &describe,
                                                 &Base::create, &Base::destroy, &sniff, &read};
};

// Reports and renderers have no instances: each call has an object of its own.
template <class... Ts>
struct ReportTable {
  static constexpr std::array<opora_report_info, sizeof...(Ts)> kInfos = {Ts::info.c()...};
  static const opora_report_info* describe(void*, std::uint32_t index) noexcept { return index < kInfos.size() ? &kInfos[index] : nullptr; }
  static opora_status write(void*, std::uint32_t index, opora_call* call, const opora_value* context, const opora_document_sink* sink) noexcept {
    static constexpr std::array<void (*)(const Value&, Document&), sizeof...(Ts)> kWrite = {[](const Value& ctx, Document& doc) { Ts().write(ctx, doc); }...};
    return guarded(call, [&](const Call& state) {
      Document doc(state, *sink);
      kWrite.at(index)(Value(state, context), doc);
    });
  }
  static constexpr opora_report_kind kTable = {sizeof(opora_report_kind), sizeof...(Ts), nullptr, &describe, &write};
};

template <class... Ts>
struct RendererTable {
  static constexpr std::array<opora_renderer_info, sizeof...(Ts)> kInfos = {Ts::info.c()...};
  static const opora_renderer_info* describe(void*, std::uint32_t index) noexcept { return index < kInfos.size() ? &kInfos[index] : nullptr; }
  static opora_status render(void*, std::uint32_t index, opora_call* call, const opora_value* document, const opora_target* target) noexcept {
    static constexpr std::array<void (*)(const Value&, File&), sizeof...(Ts)> kRender = {[](const Value& given, File& out) { Ts().render(given, out); }...};
    return guarded(call, [&](const Call& state) {
      File out(*target);
      kRender.at(index)(Value(state, document), out);
    });
  }
  static constexpr opora_renderer_kind kTable = {sizeof(opora_renderer_kind), sizeof...(Ts), nullptr, &describe, &render};
};

// The extensions of a list that fulfil a predicate, handed to a table.
template <class...>
struct List {};
template <template <class> class Keep, class Kept, class... Ts>
struct Filter;
template <template <class> class Keep, class... Kept>
struct Filter<Keep, List<Kept...>> {
  using Type = List<Kept...>;
};
template <template <class> class Keep, class... Kept, class T, class... Rest>
struct Filter<Keep, List<Kept...>, T, Rest...>
    : Filter<Keep, std::conditional_t<Keep<T>::value, List<Kept..., T>, List<Kept...>>, Rest...> {};
template <class T>
struct IsIndicator : std::bool_constant<IndicatorLike<T>> {};
template <class T>
struct IsMethodology : std::bool_constant<MethodologyLike<T>> {};
template <class T>
struct IsMatching : std::bool_constant<MatchingLike<T>> {};
template <class T>
struct IsImporter : std::bool_constant<ImporterLike<T>> {};

template <class T>
struct IsReport : std::bool_constant<ReportLike<T>> {};
template <class T>
struct IsRenderer : std::bool_constant<RendererLike<T>> {};

template <template <class...> class Table, class Extensions>
struct TableOf;
template <template <class...> class Table, class... Ts>
struct TableOf<Table, List<Ts...>> {
  static constexpr bool kAny = sizeof...(Ts) > 0;
  static const void* get() noexcept {
    if constexpr (kAny) return &Table<Ts...>::kTable;
    else return nullptr;
  }
};

template <const PluginInfo& kInfo, class... Ts>
struct Plugin {
  static_assert((sizeof(Extension<Ts>) && ...) && sizeof...(Ts) > 0, "a plugin offers at least one extension");
  using Indicators = TableOf<IndicatorTable, typename Filter<IsIndicator, List<>, Ts...>::Type>;
  using Methodologies = TableOf<MethodologyTable, typename Filter<IsMethodology, List<>, Ts...>::Type>;
  using Matchings = TableOf<MatchingTable, typename Filter<IsMatching, List<>, Ts...>::Type>;
  using Importers = TableOf<ImporterTable, typename Filter<IsImporter, List<>, Ts...>::Type>;
  using Reports = TableOf<ReportTable, typename Filter<IsReport, List<>, Ts...>::Type>;
  using Renderers = TableOf<RendererTable, typename Filter<IsRenderer, List<>, Ts...>::Type>;

  static constexpr std::size_t kKindCount = std::size_t{Indicators::kAny} + std::size_t{Methodologies::kAny} + std::size_t{Matchings::kAny} +
                                            std::size_t{Importers::kAny} + std::size_t{Reports::kAny} + std::size_t{Renderers::kAny};
  static constexpr std::array<opora_text, kKindCount> kKinds = [] {
    std::array<opora_text, kKindCount> kinds{};
    std::size_t n = 0;
    if (Indicators::kAny) kinds[n++] = Text(OPORA_KIND_INDICATOR);
    if (Methodologies::kAny) kinds[n++] = Text(OPORA_KIND_METHODOLOGY);
    if (Matchings::kAny) kinds[n++] = Text(OPORA_KIND_MATCHING);
    if (Importers::kAny) kinds[n++] = Text(OPORA_KIND_IMPORTER);
    if (Reports::kAny) kinds[n++] = Text(OPORA_KIND_REPORT);
    if (Renderers::kAny) kinds[n++] = Text(OPORA_KIND_RENDERER);
    return kinds;
  }();
  static constexpr opora_descriptor kDescriptor = {
      sizeof(opora_descriptor), 1, 0, kInfo.id, kInfo.name, kInfo.version, kInfo.vendor, kInfo.licence,
      kKinds.data(), kKinds.size(), Text(OPORA_BUILD_TEXT), Text(OPORA_HEADERS_DIGEST)};

  static opora_status init(const opora_host* host, opora_call* call) noexcept {
    return guarded(call, [&](const Call&) { services.look_up(host); });
  }
  static void deinit() noexcept { services = {}; }
  static const void* get_kind(const char* id) noexcept {
    if (std::strcmp(id, OPORA_KIND_INDICATOR) == 0) return Indicators::get();
    if (std::strcmp(id, OPORA_KIND_METHODOLOGY) == 0) return Methodologies::get();
    if (std::strcmp(id, OPORA_KIND_MATCHING) == 0) return Matchings::get();
    if (std::strcmp(id, OPORA_KIND_IMPORTER) == 0) return Importers::get();
    if (std::strcmp(id, OPORA_KIND_REPORT) == 0) return Reports::get();
    if (std::strcmp(id, OPORA_KIND_RENDERER) == 0) return Renderers::get();
    return nullptr;
  }
  static constexpr opora_plugin_entry kEntry = {
      OPORA_MAGIC, OPORA_ABI_MAJOR, OPORA_ABI_MINOR, sizeof(opora_plugin_entry), &kDescriptor, &init, &deinit, &get_kind};
};

}  // namespace opora::sdk
