/*
 * Symbols by the table: two entries after each other, then the bits that were used are filled up again.
 *
 * Nothing here is decided that could be wrong: what the table does not know, a distance that is too far and what is near an
 * end of a buffer are left as they are, to be read bit by bit.
 */
#include "inflate.h"

#ifdef __GNUC__
#define RARELY(condition) __builtin_expect(condition, 0)
#else
#define RARELY(condition) (condition)
#endif

typedef void (*block_copier)(uint8_t *out, const uint8_t *from);
typedef uint64_t (*bit_taker)(uint64_t bits, uint64_t count);

ALWAYS_INLINE void copy_blocks(uint8_t *out, const uint8_t *from, uint64_t size, block_copier copy)
{
    for (uint64_t i = 0; i < size; i += BLOCK)
        copy(out + i, from + i);
}

/* A match of any length; what is near reaches into itself. */
ALWAYS_INLINE void copy_match(uint8_t *out, uint64_t distance, uint64_t length, block_copier copy)
{
    const uint8_t *from = out - distance;
    if (distance >= BLOCK) {
        copy_blocks(out, from, LONG, copy);
        if (RARELY(length > LONG))
            copy_blocks(out + LONG, from + LONG, length - LONG, copy);
    } else if (distance >= WORD) {
        for (uint64_t i = 0; i < length; i += WORD)
            memcpy(out + i, from + i, WORD);
    } else {
        for (uint64_t i = 0; i < length; i++)
            out[i] = from[i];
    }
}

/* What an entry says; returns where it ends, or NULL, and nothing is done, where its match begins before `start`. There is
 * nothing to compare where that is NULL. */
ALWAYS_INLINE uint8_t *take_entry(uint8_t *out, const uint8_t *start, uint64_t entry, uint64_t bits, block_copier copy,
                                  bit_taker low)
{
    const uint64_t least = (entry >> LEAST_AT & LEAST_MASK) * UNIT, length = entry >> LENGTH_AT;
    const uint64_t distance = least + (low(bits, entry & 0xFF) >> (entry >> BEFORE_AT & 63)) + 1;
    const uint32_t text = (uint32_t)(entry >> TEXT_AT);
    uint8_t *to = out + (entry >> COUNT_AT & 3);
    const uint8_t *from = to - distance;
    if (start && RARELY(distance > (uint64_t)(to - start))) {
        if (length)
            return NULL;
        from = to;
    }
    memcpy(out, &text, sizeof text);
    copy_blocks(to, from, COPIED, copy);
    return to + length;
}

ALWAYS_INLINE void refill(uint64_t *bits, uint64_t *count, const uint8_t **in)
{
    *bits |= load64(*in) << (*count & 63);
    *in += ~*count >> 3 & 7;
    *count |= 56;
}

ALWAYS_INLINE uint64_t take_low(uint64_t *bits, uint64_t count, bit_taker low)
{
    const uint64_t taken = low(*bits, count);
    *bits >>= count & 63;
    return taken;
}

/* Goes on until something is to be read bit by bit, or `out_end` is passed, or the input is near its end. Of `count` only
 * the low six bits count. */
ALWAYS_INLINE void run_with(inflating *s, const inflater *t, const uint8_t *out_end, const uint8_t *start,
                            block_copier copy, bit_taker low)
{
    const uint64_t width = t->bits;
    const uint8_t *const in_end = s->reader.in_end - WORD, *in = s->reader.in;
    uint8_t *out = s->out, *next;
    uint64_t bits = s->reader.bits, count = s->reader.count;
    while (in <= in_end && out < out_end) {
        refill(&bits, &count, &in);
        uint64_t entry = t->table[low(bits, width)];
        if (!RARELY((entry & TO_FINISH) != 0)) {
            if (RARELY(!(next = take_entry(out, start, entry, bits, copy, low))))
                break;
            out = next;
            bits >>= entry & 63;
            count -= entry;
            entry = t->table[low(bits, width)];
            if (!RARELY((entry & TO_FINISH) != 0)) {
                if (RARELY(!(next = take_entry(out, start, entry, bits, copy, low))))
                    break;
                out = next;
                bits >>= entry & 63;
                count -= entry;
                continue;
            }
            if (in > in_end)
                break;
            refill(&bits, &count, &in);
        }
        uint64_t after = bits >> (entry & 63), extra = entry >> LEAST_AT & LEAST_MASK;
        const uint64_t length = (entry >> LENGTH_AT) + take_low(&after, extra, low);
        const uint32_t found = t->distance[low(after, DISTANCE_BITS)], more = found >> ALONE_EXTRA_AT & 0xFF;
        after >>= found & 63;
        const uint64_t distance = (found >> ALONE_LEAST_AT) + take_low(&after, more, low);
        if (entry >> LENGTH_AT == 0 || found == 0 || distance > (uint64_t)(out - s->start))
            break;
        copy_match(out, distance, length, copy);
        out += length;
        bits = after;
        count -= (entry & 63) + extra + (found & 63) + more;
    }
    s->reader = (bit_reader){bits, count & 63, in, s->reader.in_end};
    s->out = out;
}

/* All is loaded before any is stored. */
static void copy_block(uint8_t *out, const uint8_t *from)
{
    const uint64_t words[] = {load64(from), load64(from + 8), load64(from + 16), load64(from + 24)};
    for (unsigned i = 0; i < 4; i++)
        store64(out + 8 * i, words[i]);
}

static uint64_t low_bits(uint64_t bits, uint64_t count) { return bits & ((UINT64_C(1) << count) - 1); }

/* The first window, and what follows it. */
static void run_first(inflating *s, const inflater *t, const uint8_t *out_end)
{
    run_with(s, t, out_end, s->start, copy_block, low_bits);
}

static void run_on(inflating *s, const inflater *t, const uint8_t *out_end)
{
    run_with(s, t, out_end, NULL, copy_block, low_bits);
}

#ifdef SMSCORE_X86
#include <immintrin.h>
#define SPECIAL __attribute__((target("avx2,bmi,bmi2")))

SPECIAL static inline void copy_block_at_once(uint8_t *out, const uint8_t *from)
{
    _mm256_storeu_si256((void *)out, _mm256_loadu_si256((const void *)from));
}

SPECIAL static inline uint64_t low_bits_at_once(uint64_t bits, uint64_t count)
{
    return _bzhi_u64(bits, (uint32_t)count);
}

SPECIAL static void run_first_special(inflating *s, const inflater *t, const uint8_t *out_end)
{
    run_with(s, t, out_end, s->start, copy_block_at_once, low_bits_at_once);
}

SPECIAL static void run_on_special(inflating *s, const inflater *t, const uint8_t *out_end)
{
    run_with(s, t, out_end, NULL, copy_block_at_once, low_bits_at_once);
}
#endif

void smscore_run(inflating *s, const inflater *t, const uint8_t *out_end)
{
    const int first = s->out - s->start < WINDOW;
#ifdef SMSCORE_X86
    if (t->special) {
        (first ? run_first_special : run_on_special)(s, t, out_end);
        return;
    }
#endif
    (first ? run_first : run_on)(s, t, out_end);
}
