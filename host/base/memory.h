// How the process gets its memory: called once, first thing in main().
#pragma once

namespace opora {

// Frames come and go by the megabyte. Memory that was freed is kept and used again instead of being
// returned page by page, and fresh memory comes in large pages where the system gives them to those
// who ask (a fifth of a run's processor time went into first touches of small pages).
void keep_memory_in_large_pages();

}  // namespace opora
