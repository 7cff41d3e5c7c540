#pragma once
/* What every file of the core needs beside the contract. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "smscore.h"

/* Special instructions may be used, where the machine that runs has them. */
#if defined(__x86_64__) && defined(__GNUC__)
#define SMSCORE_X86 1
#endif

/* A separator that no unit equals: for a column of one item. */
#define SMSCORE_NO_SEPARATOR UINT32_MAX

/* Unit `i` of a UTF-16 column in machine order; the buffer need not be aligned. */
static inline uint32_t unit_at(const uint8_t *text, uint64_t i)
{
    uint16_t unit;
    memcpy(&unit, text + 2 * i, sizeof unit);
    return unit;
}

/* Four bytes, lowest first; compilers make it one store where the machine is little-endian. */
static inline void put_u32_le(uint8_t *out, uint32_t value)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(out, &value, sizeof value);
#else
    for (unsigned i = 0; i < 4; i++)
        out[i] = (uint8_t)(value >> (8 * i));
#endif
}

static inline int is_surrogate(uint32_t unit) { return (unit & 0xF800u) == 0xD800u; }
static inline int is_high_surrogate(uint32_t unit) { return (unit & 0xFC00u) == 0xD800u; }
static inline int is_low_surrogate(uint32_t unit) { return (unit & 0xFC00u) == 0xDC00u; }

/* Document 003, opening note: 70 characters are one message, a longer one is cut every 67. */
static inline uint64_t segments_of(uint64_t units)
{
    return units == 0 ? 0 : units <= 70 ? 1 : (units + 66) / 67;
}

/* A column of joined items, and how far it has been read. `units` are bytes in a column of mobiles. */
typedef struct {
    const uint8_t *text;
    uint64_t units;
    uint64_t at;
    uint32_t separator;
} smscore_column;

/* content.c: the next content as UTF-8 at `out`, escaped; it may store SMSCORE_STORED_OVER bytes past its end. */
enum { SMSCORE_STORED_OVER = 32 };

typedef struct {
    uint8_t *out;
    uint64_t units; /* read, up to the separator or the fault */
    uint64_t pairs; /* of surrogates */
    int32_t code;
} smscore_written;

smscore_written smscore_put_content(uint8_t *out, const smscore_column *contents, const smscore_join_rules *rules);

/* utf8.c: a content that is UTF-8 already, checked and escaped; it may store SMSCORE_STORED_OVER bytes past its end. */
typedef struct {
    uint8_t *out;
    uint64_t units;  /* what segments count */
    uint64_t offset; /* of the fault */
    int32_t code;
} smscore_copied;

smscore_copied smscore_put_utf8(uint8_t *out, const uint8_t *text, uint64_t size, const smscore_join_rules *rules);

/* index.c: where a key is or belongs. */
typedef struct {
    smscore_shard *shard;
    uint32_t slot;
} smscore_place;

int smscore_has_room(const smscore_index *index, uint32_t rows);
int32_t smscore_find_place(const smscore_index *index, uint64_t key, smscore_place *where, int64_t *seen_in);
void smscore_take_place(const smscore_place *where, uint64_t key, uint32_t row);

/* segments.c: true when a UTF-16 column splits into exactly `items` at `separator`. */
int smscore_splits_into(const uint8_t *text, uint64_t units, uint32_t separator, uint32_t items);
