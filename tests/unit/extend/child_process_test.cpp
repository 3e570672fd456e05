// Work in a child process: whatever happens there, the caller gets an outcome.
#include "extend/child_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <thread>
#include <vector>

#include "extend/child_message.h"

namespace opora {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using Answer = Result<std::string>;

ChildLimits within(std::chrono::milliseconds wall) {
  ChildLimits limits;
  limits.wall = wall;
  return limits;
}

TEST(ChildProcess, given_work_that_succeeds_then_its_bytes_come_back_whole) {
  std::string large(5'000'000, '\0');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 31 >> 3);
  const ChildOutcome outcome = run_in_child([&]() -> Answer { return large; }, within(60s));
  EXPECT_EQ(outcome.end, ChildEnd::kDone);
  EXPECT_TRUE(outcome.answer == large);
}

TEST(ChildProcess, given_work_that_fails_then_its_diagnostic_comes_back_with_every_field) {
  Diagnostic error = make_error("VPR-001", "сообщение", "help");
  error.severity = Severity::kWarning;
  error.reason = "reason";
  error.notes = {"one", "two"};
  error.spans = {{"file", "sheet", 7, "C", "source", "label"}};
  const ChildOutcome outcome = run_in_child([&]() -> Answer { return Diagnostic(error); }, within(60s));
  ASSERT_EQ(outcome.end, ChildEnd::kFailed);
  EXPECT_EQ(render_json(outcome.diagnostic), render_json(error));
}

TEST(ChildProcess, given_a_crash_then_the_signal_is_named) {
  const ChildOutcome outcome = run_in_child([]() -> Answer { ::raise(SIGSEGV); return std::string(); }, within(60s));
  EXPECT_EQ(outcome.end, ChildEnd::kCrashed);
  EXPECT_EQ(signal_name(outcome.signal), "SIGSEGV");
  EXPECT_THAT(answer_of(outcome, "a.so", {}).error().message, HasSubstr("SIGSEGV"));
}

TEST(ChildProcess, given_an_exception_then_it_ends_the_child_alone) {
  const ChildOutcome outcome = run_in_child([]() -> Answer { throw 1; }, within(60s));
  EXPECT_EQ(outcome.end, ChildEnd::kCrashed);
  EXPECT_EQ(outcome.signal, SIGABRT);
}

TEST(ChildProcess, given_a_hang_then_it_is_stopped) {
  const ChildOutcome outcome = run_in_child([]() -> Answer { while (true) ::pause(); }, within(50ms));
  EXPECT_EQ(outcome.end, ChildEnd::kTimedOut);
}

TEST(ChildProcess, given_a_loop_that_burns_the_processor_then_it_is_stopped) {
  ChildLimits limits = within(60s);
  limits.processor = 1s;
  const ChildOutcome outcome = run_in_child([]() -> Answer {
    for (std::atomic<int> i = 0;; ++i) {}
  }, limits);
  EXPECT_EQ(outcome.end, ChildEnd::kTimedOut);
  EXPECT_LT(outcome.processor, 10s);
}

TEST(ChildProcess, given_exit_then_its_code_is_told) {
  const ChildOutcome outcome = run_in_child([]() -> Answer { ::_exit(3); }, within(60s));
  EXPECT_EQ(outcome.end, ChildEnd::kExited);
  EXPECT_EQ(outcome.exit_code, 3);
}

TEST(ChildProcess, given_exit_with_success_then_it_is_no_success) {
  EXPECT_EQ(run_in_child([]() -> Answer { ::_exit(0); }, within(60s)).end, ChildEnd::kExited);
}

#ifndef __SANITIZE_ADDRESS__
TEST(ChildProcess, given_more_memory_than_allowed_then_that_is_told) {
  ChildLimits limits = within(60s);
  limits.address_space = 1 << 30;
  const ChildOutcome outcome = run_in_child([]() -> Answer {
    std::vector<std::unique_ptr<char[]>> held;
    while (true) held.push_back(std::make_unique<char[]>(1 << 24));
  }, limits);
  EXPECT_EQ(outcome.end, ChildEnd::kOutOfMemory);
}
#endif

TEST(ChildProcess, given_a_file_that_is_too_large_then_the_writer_is_ended) {
  ChildLimits limits = within(60s);
  limits.file_size = 0;
  const std::string name = testing::TempDir() + "child_process_" + std::to_string(::getpid());
  const ChildOutcome outcome = run_in_child([&]() -> Answer {
    std::ofstream(name) << "text" << std::flush;
    return std::string("written");
  }, limits);
  ::unlink(name.c_str());
  EXPECT_EQ(outcome.end, ChildEnd::kCrashed);
  EXPECT_EQ(outcome.signal, SIGXFSZ);
}

TEST(ChildProcess, given_much_output_then_only_the_first_bytes_are_kept) {
  ChildLimits limits = within(60s);
  limits.output = 1000;
  const ChildOutcome outcome = run_in_child([]() -> Answer {
    const std::string line(999, 'x');
    for (int i = 0; i < 5000; ++i) std::printf("%s\n", line.c_str());
    std::fflush(stdout);
    return std::string("done");
  }, limits);
  EXPECT_EQ(outcome.answer, "done");
  EXPECT_EQ(outcome.output.size(), 1000u);
}

TEST(ChildProcess, given_a_grandchild_that_left_the_group_then_a_time_out_ends_it_too) {
  std::array<int, 2> alive;
  ASSERT_EQ(::pipe(alive.data()), 0);
  const ChildOutcome outcome = run_in_child([&]() -> Answer {
    if (::fork() == 0) {
      ::setsid();
      while (true) ::pause();
    }
    while (true) ::pause();
  }, within(200ms));
  EXPECT_EQ(outcome.end, ChildEnd::kTimedOut);
  ::close(alive[1]);
  char byte;
  EXPECT_EQ(::read(alive[0], &byte, 1), 0) << "the pipe ends when the last process that holds it has ended";
  ::close(alive[0]);
}

TEST(ChildProcess, given_several_threads_then_each_gets_the_answer_of_its_own_child) {
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([t, &right] {
      for (int i = 0; i < 10; ++i) {
        const std::string wanted = std::to_string(t * 100 + i);
        right += run_program({"/bin/sh", "-c", "exit " + std::to_string(t + 1)}, wanted, within(60s)).exit_code == t + 1;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 40);
}

TEST(ChildProcess, given_a_program_that_writes_garbage_then_it_is_no_answer) {
  for (const char* script : {"echo hello >&3", "printf 'OPORAmsgD\\000\\000\\000\\000\\000\\000\\000\\000x' >&3", "printf 'OPORAmsgF\\001\\000\\000\\000\\000\\000\\000\\000x' >&3",
                             "printf 'OPORAmsgD\\377\\377\\377\\377\\377\\377\\377\\377x' >&3"}) {
    const ChildOutcome outcome = run_program({"/bin/sh", "-c", script}, "", within(60s));
    EXPECT_EQ(outcome.end, ChildEnd::kGarbled) << script;
    EXPECT_EQ(answer_of(outcome, "a.so", {}).error().code, "EXT-005");
  }
}

TEST(ChildProcess, given_an_endless_answer_then_it_is_cut_off) {
  ChildLimits limits = within(60s);
  limits.answer = 100'000;
  EXPECT_EQ(run_program({"/bin/sh", "-c", "exec cat /dev/zero >&3"}, "", limits).end, ChildEnd::kGarbled);
}

TEST(ChildProcess, given_no_such_program_then_the_reason_is_told) {
  const ChildOutcome outcome = run_program({"/nonexistent/opora"}, "", within(60s));
  EXPECT_EQ(outcome.end, ChildEnd::kNotStarted);
  EXPECT_EQ(answer_of(outcome, "a.so", {}).error().code, "EXT-006");
}

TEST(ChildMessage, given_parts_then_each_is_found_whole_and_a_cut_one_waits_for_the_rest) {
  const std::string parts = encode_part("one") + encode_part("") + encode_message(Answer(std::string("done")));
  const auto first = first_part(parts);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->content, "one");
  const auto second = first_part(std::string_view(parts).substr(first->size));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->content, "");
  const std::string_view rest = std::string_view(parts).substr(first->size + second->size);
  EXPECT_FALSE(first_part(rest)) << "a message is no part";
  EXPECT_EQ(**decode_message(rest), "done");
  for (std::size_t size = 0; size < first->size; ++size) EXPECT_FALSE(first_part(std::string_view(parts).substr(0, size))) << size;
}

TEST(ChildMessage, given_a_part_that_claims_to_be_larger_than_any_then_it_is_told_apart_from_one_that_is_still_coming) {
  std::string part = encode_part("one");
  EXPECT_FALSE(is_endless_part(part));
  part[15] = '\x7f';  // the highest byte of its size
  EXPECT_FALSE(first_part(part));
  EXPECT_TRUE(is_endless_part(part));
}

TEST(ChildMessage, given_any_prefix_or_changed_byte_then_reading_never_fails_otherwise_than_by_refusal) {
  Diagnostic error = make_error("A-1", "message", "help");
  error.spans = {{"f", {}, 1, {}, {}, {}}};
  error.notes = {"n"};
  const std::string whole = encode_message(Answer(error));
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(decode_message(whole.substr(0, size)));
  for (std::size_t i = 0; i < whole.size(); ++i)
    for (int value = 0; value < 256; ++value) {
      std::string changed = whole;
      changed[i] = static_cast<char>(value);
      if (const auto read = decode_message(changed)) {
        EXPECT_TRUE(read->ok() || !read->error().code.empty());
      }
    }
}

}  // namespace
}  // namespace opora
