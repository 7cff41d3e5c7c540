/*
 * Code points to UTF-8.
 *
 * Eight at once where the machine has SSSE3, one by one elsewhere and where one of the eight is beyond the BMP. Nothing
 * in a text takes a branch but those, since Han and ASCII follow each other as they please.
 */
#include "common.h"

#ifdef SMSCORE_X86
#include <immintrin.h>
#endif

enum { LANES = 8, ROW = 16 };

static uint8_t *put_one(uint8_t *o, uint32_t point)
{
    if (point < 0x80) {
        *o++ = (uint8_t)point;
        return o;
    }
    if (point < 0x800) {
        *o++ = (uint8_t)(0xC0 | point >> 6);
    } else {
        if (point < 0x10000) {
            *o++ = (uint8_t)(0xE0 | point >> 12);
        } else {
            *o++ = (uint8_t)(0xF0 | point >> 18);
            *o++ = (uint8_t)(0x80 | (point >> 12 & 0x3F));
        }
        *o++ = (uint8_t)(0x80 | (point >> 6 & 0x3F));
    }
    *o++ = (uint8_t)(0x80 | (point & 0x3F));
    return o;
}

static uint8_t *put_all(uint8_t *o, const uint32_t *points, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        o = put_one(o, points[i]);
    return o;
}

/* Four points become [lead, middle, last, 0] each, of which a point keeps the last one, two or three bytes. Which they
 * are is one row of the table, chosen by two bits of each point: it is not ASCII, it is not below U+0800. */
void smscore_transcode_table(uint8_t *table)
{
    for (unsigned chosen = 0; chosen < 256; chosen++) {
        uint8_t *row = table + ROW * chosen;
        unsigned kept = 0;
        memset(row, 0x80, ROW); /* a shuffle writes 0 there */
        for (unsigned point = 0; point < 4; point++) {
            if (chosen >> (2 * point + 1) & 1)
                row[kept++] = (uint8_t)(4 * point);
            if (chosen >> (2 * point) & 1)
                row[kept++] = (uint8_t)(4 * point + 1);
            row[kept++] = (uint8_t)(4 * point + 2);
        }
    }
}

#ifdef SMSCORE_X86
#define ALL(value) _mm_set1_epi16((short)(value))
#define SSSE3 __attribute__((target("ssse3,popcnt")))

SSSE3 static inline __m128i load(const void *from) { return _mm_loadu_si128((const __m128i *)from); }
SSSE3 static inline void store(uint8_t *to, __m128i bytes) { _mm_storeu_si128((__m128i *)(void *)to, bytes); }

/* Lanes not above `most`, all bits set. */
SSSE3 static inline __m128i up_to(__m128i points, uint32_t most)
{
    return _mm_cmpeq_epi16(_mm_subs_epu16(points, ALL(most)), _mm_setzero_si128());
}

/* UTF-8 of four points of [lead, middle] and [last, 0]; returns its size. Stores 16 bytes. */
SSSE3 static inline unsigned put_four(uint8_t *o, __m128i four, unsigned chosen, const uint8_t *table)
{
    store(o, _mm_shuffle_epi8(four, load(table + ROW * chosen)));
    return 4 + (unsigned)__builtin_popcount(chosen);
}

/* UTF-8 of eight points of the BMP; returns the size of the first `lanes`. Stores up to 28 bytes. */
SSSE3 static inline unsigned put_eight(uint8_t *o, __m128i points, unsigned lanes, const uint8_t *table)
{
    const __m128i six = ALL(0x3F), mark = ALL(0x80), second_bit = ALL(0x40);
    __m128i ascii = up_to(points, 0x7F), two_at_most = up_to(points, 0x7FF);
    __m128i lead = _mm_or_si128(_mm_srli_epi16(points, 12), ALL(0xE0));
    __m128i middle = _mm_or_si128(_mm_or_si128(_mm_and_si128(_mm_srli_epi16(points, 6), six), mark),
                                  _mm_and_si128(two_at_most, second_bit));
    __m128i last = _mm_or_si128(_mm_and_si128(points, _mm_or_si128(six, _mm_and_si128(ascii, second_bit))),
                                _mm_andnot_si128(ascii, mark));
    __m128i first_two = _mm_or_si128(lead, _mm_slli_epi16(middle, 8));
    unsigned chosen = (~(unsigned)_mm_movemask_epi8(ascii) & 0x5555) | (~(unsigned)_mm_movemask_epi8(two_at_most) & 0xAAAA);
    unsigned half = put_four(o, _mm_unpacklo_epi16(first_two, last), chosen & 0xFF, table);
    put_four(o + half, _mm_unpackhi_epi16(first_two, last), chosen >> 8, table);
    return lanes + (unsigned)__builtin_popcount(chosen & ((1u << 2 * lanes) - 1));
}

SSSE3 static uint8_t *put_by_eight(uint8_t *o, const uint32_t *points, uint64_t count, const uint8_t *table)
{
    const __m128i low_halves = _mm_setr_epi8(0, 1, 4, 5, 8, 9, 12, 13, -1, -1, -1, -1, -1, -1, -1, -1);
    for (uint64_t i = 0; i < count; i += LANES) {
        __m128i first = load(points + i), second = load(points + i + 4);
        unsigned lanes = count - i < LANES ? (unsigned)(count - i) : LANES;
        __m128i high_halves = _mm_srli_epi32(_mm_or_si128(first, second), 16);
        if (_mm_movemask_epi8(_mm_cmpeq_epi32(high_halves, _mm_setzero_si128())) != 0xFFFF) {
            o = put_all(o, points + i, lanes);
            continue;
        }
        __m128i points16 = _mm_unpacklo_epi64(_mm_shuffle_epi8(first, low_halves), _mm_shuffle_epi8(second, low_halves));
        o += put_eight(o, points16, lanes, table);
    }
    return o;
}
#endif

uint8_t *smscore_put_points(uint8_t *out, const uint32_t *points, uint64_t count, const uint8_t *table)
{
#ifdef SMSCORE_X86
    if (table && __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("popcnt"))
        return put_by_eight(out, points, count, table);
#endif
    (void)table;
    return put_all(out, points, count);
}
