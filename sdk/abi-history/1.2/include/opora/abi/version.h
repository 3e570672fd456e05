/* Version of the binary interface, and the rules that keep old plugins alive.
 *
 * Read in this order before a first plugin (under 500 lines): version.h, types.h, entry.h, columns.h,
 * kinds/indicator.h, services/frames.h. The other services when you need them.
 *
 * Rules of every struct that crosses the boundary:
 *   - it starts with `uint32_t struct_size`: its sizeof as the side that fills it was compiled. The
 *     exceptions are frozen for ever: opora_text, ArrowSchema, ArrowArray, and the first 16 bytes of
 *     opora_plugin_entry.
 *   - it only grows at its end. A field that is not there, and a field that is zero, mean the same:
 *     what was so before the field existed.
 *   - fields are of fixed width, pointers are of 64 bits; no bool, enum type, bit-field, size_t.
 *   - an array of structs is walked by the struct_size of its first element; all have the same.
 *   - pointers are never kept by the side that receives them, unless a comment says for how long.
 *
 * A minor version adds fields, functions, services and kinds. A major version may break; a host serves
 * its own major version and the one before. See VERSIONING.md of the SDK. */
#ifndef OPORA_ABI_VERSION_H
#define OPORA_ABI_VERSION_H

#include <stddef.h>
#include <stdint.h>

#define OPORA_ABI_MAJOR 1
#define OPORA_ABI_MINOR 2

/* True when the struct that `pointer` shows is long enough to hold `field`.
 * Ask before you read any field that came after version 1.0. */
#define OPORA_HAS_FIELD(type, pointer, field) \
  ((pointer)->struct_size >= offsetof(type, field) + sizeof(((const type*)0)->field))

/* The same for a function or a pointer: it is there, and not NULL. */
#define OPORA_HAS(type, pointer, field) (OPORA_HAS_FIELD(type, pointer, field) && (pointer)->field != NULL)

#ifdef __cplusplus
#define OPORA_EXPORT extern "C" __attribute__((visibility("default")))
#define OPORA_ABI_BEGIN extern "C" {
#define OPORA_ABI_END }
#else
#define OPORA_EXPORT extern __attribute__((visibility("default")))
#define OPORA_ABI_BEGIN
#define OPORA_ABI_END
#endif

/* Layouts are those of 64-bit platforms. */
typedef char opora_needs_64_bit_pointers[sizeof(void*) == 8 ? 1 : -1];

#endif
