/*
 * Code points to UTF-8.
 *
 * Sixteen at once where the machine has AVX-512; eight where it has SSSE3, but one by one where one of the eight is beyond
 * the BMP; one by one elsewhere. Nothing else in a text takes a branch, since Han and ASCII follow each other as they
 * please.
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

/* ---- eight at once ------------------------------------------------------------------------------------------------ */

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

/* ---- sixteen at once ---------------------------------------------------------------------------------------------- */

#ifdef SMSCORE_X86
enum { WIDE_LANES = 16 };

/* By the zeros in front of a point, 32 of them being looked up as none, which no point has: those bits of its bytes that are
 * its own, and those that mark what a byte is. */
#define EACH_OF(none, four, three, two, ascii)                                                                          \
    {ascii, none, none, none, none,  none,  none,  none,  none,  none, none, four, four,  four,  four,  four,           \
     three, three, three, three, three, two, two, two, two, ascii, ascii, ascii, ascii, ascii, ascii, ascii}
static const uint32_t OWN[2 * WIDE_LANES] = EACH_OF(0, 0x3F3F3F3F, 0x3F3F3F3F, 0x3F3F3F3F, 0x7F000000);
static const uint32_t MARKS[2 * WIDE_LANES] = EACH_OF(0, 0x808080F0, 0x8080E000, 0x80C00000, 0);

AVX512 static inline __m512i look_up(const uint32_t table[2 * WIDE_LANES], __m512i places)
{
    return _mm512_permutex2var_epi32(_mm512_loadu_si512(table), places, _mm512_loadu_si512(table + WIDE_LANES));
}

/* Each point becomes four bytes, lowest address first, of which those that it does not take are zeros. */
AVX512 static inline __m512i bytes_of(__m512i points)
{
    const __m512i zeros = _mm512_lzcnt_epi32(points);
    /* 18, 12, 6 and 0 bits further on, in each half */
    const __m512i shifted = _mm512_multishift_epi64_epi8(_mm512_set1_epi64(0x20262C3200060C12), points);
    return _mm512_ternarylogic_epi32(shifted, look_up(OWN, zeros), look_up(MARKS, zeros), 0xEA); /* 1 & 2 | 3 */
}

/* The last byte of a point, and those before it that are not zeros. */
AVX512 static inline uint64_t taken_of(__m512i bytes)
{
    const __m512i and_last = _mm512_or_si512(bytes, _mm512_set1_epi32(0x01000000));
    return _mm512_test_epi8_mask(and_last, and_last);
}

AVX512 static uint8_t *put_by_sixteen(uint8_t *o, const uint32_t *points, uint64_t count)
{
    uint64_t i = 0;
    for (; i + WIDE_LANES < count; i += WIDE_LANES) {
        const __m512i bytes = bytes_of(_mm512_loadu_si512(points + i));
        const uint64_t taken = taken_of(bytes);
        _mm512_storeu_si512(o, _mm512_maskz_compress_epi8(taken, bytes));
        o += __builtin_popcountll(taken);
    }
    const uint64_t lanes = _bzhi_u64(UINT64_MAX, 4 * (uint32_t)(count - i));
    const __m512i bytes = bytes_of(_mm512_maskz_loadu_epi8(lanes, points + i));
    const uint64_t taken = taken_of(bytes) & lanes;
    const unsigned size = (unsigned)__builtin_popcountll(taken);
    _mm512_mask_storeu_epi8(o, _bzhi_u64(UINT64_MAX, size), _mm512_maskz_compress_epi8(taken, bytes));
    return o + size;
}
#endif

uint8_t *smscore_put_points(uint8_t *out, const uint32_t *points, uint64_t count, const uint8_t *table,
                            uint32_t portable)
{
#ifdef SMSCORE_X86
    if (has_avx512(portable))
        return put_by_sixteen(out, points, count);
    if (portable != SMSCORE_PORTABLE && __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("popcnt"))
        return put_by_eight(out, points, count, table);
#endif
    (void)table, (void)portable;
    return put_all(out, points, count);
}
