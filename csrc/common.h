#pragma once
/* What every file of the core needs beside the contract. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "smscore.h"

#if defined(__GNUC__)
#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define APART __attribute__((noinline)) /* from where it is seldom called */
#else
#define ALWAYS_INLINE static inline
#define APART
#endif

/* Special instructions may be used, where the machine that runs has them. */
#if defined(__x86_64__) && defined(__GNUC__)
#define SMSCORE_X86 1

/* The widest there are: AVX-512 as of Ice Lake and Zen 4. */
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512cd,avx512vl,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt")))
#endif

static inline int has_avx512(uint32_t portable)
{
#ifdef SMSCORE_X86
    return portable == SMSCORE_ANYTHING && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi2");
#else
    (void)portable;
    return 0;
#endif
}

/* Memory that will be needed soon, if there is any at that address. */
static inline void fetch(const void *address)
{
#if defined(__GNUC__)
    __builtin_prefetch(address);
#else
    (void)address;
#endif
}

/* Memory that will be needed, which is fetched a line at a time while others are at work: into the second cache, for the
 * first has no room for it. */
typedef struct {
    uintptr_t at;
    uintptr_t end;
} smscore_ahead;

enum { CACHE_LINE = 64 };

static inline void fetch_line(smscore_ahead *ahead)
{
    if (ahead->at >= ahead->end)
        return;
#if defined(__GNUC__)
    __builtin_prefetch((const void *)ahead->at, 0, 2);
#endif
    ahead->at += CACHE_LINE;
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

/* Document 003, opening note: 70 characters are one message, a longer one is cut every 67. */
static inline uint64_t segments_of(uint64_t units)
{
    const uint64_t most = units + 66, /* dividing 64 bits takes several times as long as 32 */
                   parts = most <= UINT32_MAX ? (uint32_t)most / 67 : most / 67;
    return parts - (units - 68 <= 70 - 68); /* 68 to 70 are one part, not two; without a branch */
}

/* transcode.c: code points as UTF-8, with the table made for it. It reads up to the next multiple of eight points, may
 * store up to SMSCORE_STORED_OVER bytes behind the four for each point that there might be, and returns its end. */
enum { SMSCORE_STORED_OVER = 32 };

uint8_t *smscore_put_points(uint8_t *out, const uint32_t *points, uint64_t count, const uint8_t *table,
                            uint32_t portable);

/* utf8.c: a content that is UTF-8 already, checked and escaped; it may store SMSCORE_STORED_OVER bytes past its end. */
typedef struct {
    uint8_t *out;    /* in: where it goes */
    uint8_t *limit;  /* in: where the room for it ends; what is stored past its end has room of its own */
    uint64_t units;  /* what segments count */
    uint64_t offset; /* of the fault */
    int64_t other;
    int32_t code;
} smscore_copied;

enum { SMSCORE_NO_ROOM = -1 };

/* Whether there is room for so much; who has asked in vain goes no further. */
static inline int smscore_has_room_for(smscore_copied *c, uint64_t bytes)
{
    if ((uint64_t)(c->limit - c->out) >= bytes)
        return 1;
    c->code = SMSCORE_NO_ROOM;
    return 0;
}

void smscore_put_utf8(smscore_copied *c, const uint8_t *text, uint64_t size, const smscore_join_rules *rules);

/* index.c: where a key is or belongs. index.h has the same to be compiled in. */
typedef struct {
    smscore_shard *shard;
    uint32_t slot;
} smscore_place;

int smscore_has_room(const smscore_index *index, uint32_t rows);

/* form.c: base64 of `data` with + / = as %2B %2F %3D: how many bytes that is, and the bytes, into just so much room.
 * `portable` is SMSCORE_ANYTHING, ... */
uint64_t smscore_form_size(const uint8_t *table, const uint8_t *data, uint64_t size, uint32_t portable);
void smscore_fill_form(const uint8_t *table, const uint8_t *data, uint64_t size, uint32_t portable, uint8_t *out);

/* pack.c: smscore_render(), or smscore_join() where there is no template, and smscore_deflate() at once. The first rows
 * begin a batch and forget the lines and mobiles of the one before; columns are moved on; the last rows end it. Where not
 * all were taken there is no batch. */
int32_t smscore_add_rows(smscore_batch *batch, smscore_column *mobiles, smscore_column *contents,
                         const smscore_template *text, uint32_t rows);

/* deflate.c: smscore_deflate() in steps. In each, all lines so far are there. Rows are taken as far as the text behind them
 * goes; 0 where another compressor does better. What will be read and written for the rows to come is fetched. */
void smscore_begin_member(void *context, uint32_t rows, uint32_t mode, uint8_t *out);
int smscore_take_rows(void *context, const uint8_t *lines, uint64_t size, const uint32_t *ends, uint32_t rows,
                      smscore_ahead read, smscore_ahead written);
uint64_t smscore_end_member(void *context, uint8_t *out);
