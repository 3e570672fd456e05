#include "intake/delimited_reader.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "intake/delimited_layout.h"
#include "intake/delimited_rows.h"
#include "intake/peeked_rows.h"

namespace opora {
namespace {

constexpr std::size_t kChunk = 128 << 10;  // its cells stay in the second-level cache

// A chunk on its way: read, split by any thread, taken in order.
struct Task {
  TextChunk chunk;
  std::vector<std::unique_ptr<BlockResult>> results;
  Status status;
  bool done = false;
};

// One splitting thread's memory. The results of the blocks go to the task at hand.
class Splitter {
 public:
  Splitter(const RowsLimits& limits, const ReadPlace& place, const BlockWork& work)
      : rows_(limits, place, [this, &work](const RowBlock& block) -> Status {
          OPORA_ASSIGN(std::unique_ptr<BlockResult> result, work.work(block));
          task_->results.push_back(std::move(result));
          return {};
        }) {}
  Splitter(const Splitter&) = delete;

  void run(Task& task) {
    task_ = &task;
    task.status = rows_.take(task.chunk);
  }

 private:
  Task* task_ = nullptr;
  DelimitedRows rows_;
};

// At most 2 × threads + 1 chunks exist at a time. The calling thread reads, takes, and splits too
// when there is nothing else to do.
class ChunkPipeline {
 public:
  ChunkPipeline(ChunkSource source, RowsLimits limits, ReadPlace place, const BlockWork& work, const ReaderOptions& options)
      : source_(std::move(source)), limits_(limits), place_(std::move(place)), work_(work), options_(options) {}

  Status run() {
    const int threads = std::max(1, options_.threads);
    std::vector<std::jthread> helpers;
    for (int i = 1; i < threads; ++i) helpers.emplace_back([this] { help(); });
    Status status = lead(2 * static_cast<std::size_t>(threads) + 1);
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    ready_.notify_all();
    return status;
  }

  // After run() has come to the end of the file.
  Result<std::optional<Digest>> finish() { return source_.finish(); }

 private:
  void help() {
    Splitter splitter(limits_, place_, work_);
    for (;;) {
      Task* task = nullptr;
      {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
        if (stop_) return;
        task = waiting_.front();
        waiting_.pop_front();
      }
      splitter.run(*task);
      finish(*task);
    }
  }

  void finish(Task& task) {
    {
      const std::lock_guard lock(mutex_);
      task.done = true;
    }
    done_.notify_one();
  }

  Status lead(std::size_t most) {
    Splitter splitter(limits_, place_, work_);
    Status source_status;
    bool more = true;
    while (more || !in_flight_.empty()) {
      if (more && in_flight_.size() < most) {
        more = read_one(source_status);
        continue;
      }
      if (Task* task = unless_front_is_done()) {
        splitter.run(*task);
        finish(*task);
        continue;
      }
      OPORA_TRY(take_front());
    }
    return source_status;
  }

  // Reads a chunk and hands it out; false at the end of the file or of what can be read.
  bool read_one(Status& status) {
    auto task = std::make_unique<Task>();
    if (!spare_.empty()) {
      task->chunk = std::move(spare_.back());
      spare_.pop_back();
    }
    Result<bool> got = source_.next(task->chunk);
    if (options_.progress) options_.progress(source_.take_consumed());
    if (!got.ok()) status = got.take_error();
    if (!got.ok() || !*got) return false;
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(task.get());
      in_flight_.push_back(std::move(task));
    }
    ready_.notify_one();
    return true;
  }

  // A chunk to split here, or nullptr once the first chunk in flight is split.
  Task* unless_front_is_done() {
    std::unique_lock lock(mutex_);
    if (in_flight_.front()->done) return nullptr;
    if (!waiting_.empty()) {
      Task* task = waiting_.front();
      waiting_.pop_front();
      return task;
    }
    done_.wait(lock, [this] { return in_flight_.front()->done; });
    return nullptr;
  }

  Status take_front() {
    const std::unique_ptr<Task> task = std::move(in_flight_.front());
    in_flight_.pop_front();
    for (auto& result : task->results) OPORA_TRY(work_.take(std::move(result)));
    OPORA_TRY(std::move(task->status));
    spare_.push_back(std::move(task->chunk));
    return {};
  }

  ChunkSource source_;
  RowsLimits limits_;
  ReadPlace place_;
  const BlockWork& work_;
  const ReaderOptions& options_;
  std::deque<std::unique_ptr<Task>> in_flight_;  // in the order of the file; for the calling thread
  std::vector<TextChunk> spare_;
  std::mutex mutex_;
  std::condition_variable ready_, done_;
  std::deque<Task*> waiting_;  // guarded, as are Task::done and stop_
  bool stop_ = false;
};

class DelimitedReader : public TableReader {
 public:
  DelimitedReader(std::filesystem::path file, TextLayout layout, ReaderOptions options)
      : file_(std::move(file)), layout_(layout), options_(std::move(options)) {}

  const std::vector<std::string>& sheets() const override { return names_; }

  Result<std::vector<OwnedRow>> peek(std::size_t, std::size_t rows) override {
    PeekedRows peeked(rows);
    OPORA_ASSIGN(ChunkSource source, open_source(64 << 10));
    DelimitedRows split(limits(0), {.file = file_.string()}, [&](const RowBlock& block) { return peeked.take(block); });
    TextChunk chunk;
    Status status;
    for (;;) {
      Result<bool> got = source.next(chunk);
      if (!got.ok()) status = got.take_error();
      if (!got.ok() || !*got) break;
      status = split.take(chunk);
      if (!status.ok()) break;
    }
    return peeked.finish(std::move(status));
  }

  Status read(std::size_t, std::int64_t after_line, const BlockWork& work) override {
    OPORA_ASSIGN(ChunkSource source, open_source(kChunk, options_.digest));
    ChunkPipeline pipeline(std::move(source), limits(after_line), {.file = file_.string()}, work, options_);
    OPORA_TRY(pipeline.run());
    OPORA_ASSIGN(digest_, pipeline.finish());
    return {};
  }

  std::optional<Digest> digest() const override { return digest_; }

 private:
  RowsLimits limits(std::int64_t after_line) const {
    return {layout_.delimiter, after_line, static_cast<std::size_t>(options_.max_cell_bytes)};
  }

  Result<ChunkSource> open_source(std::size_t chunk_bytes, bool digest = false) const {
    OPORA_ASSIGN(InputFile file, InputFile::open(file_));
    return ChunkSource(std::move(file), layout_, chunk_bytes, digest);
  }

  std::filesystem::path file_;
  TextLayout layout_;
  ReaderOptions options_;
  std::vector<std::string> names_ = {""};
  std::optional<Digest> digest_;
};

}  // namespace

Result<std::unique_ptr<TableReader>> open_delimited(const std::filesystem::path& file, const ReaderOptions& options) {
  OPORA_ASSIGN(InputFile input, InputFile::open(file));
  OPORA_ASSIGN(const TextLayout layout, detect_layout(std::move(input)));
  return std::unique_ptr<TableReader>(std::make_unique<DelimitedReader>(file, layout, options));
}

}  // namespace opora
