#pragma once
/* What is UTF-8 (Unicode, table 3-7), for the walks that find out on their way: utf8.c and lines.c. */
#include "common.h"

#ifdef SMSCORE_X86
#include <immintrin.h>
#endif

static inline int is_continuation(uint32_t byte) { return (byte & 0xC0) == 0x80; }

/* Bytes of the well-formed sequence that begins here (Unicode, table 3-7), or 0. */
static unsigned sequence_at(const uint8_t *text, uint64_t left)
{
    uint32_t lead = text[0];
    if (lead < 0x80)
        return 1;
    uint32_t second = left > 1 ? text[1] : 0;
    if (lead < 0xC2 || lead > 0xF4 || !is_continuation(second))
        return 0;
    if (lead < 0xE0)
        return 2;
    if (left < 3 || !is_continuation(text[2]))
        return 0;
    if (lead < 0xF0) /* no overlong form, no surrogate */
        return (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ? 0 : 3;
    if (left < 4 || !is_continuation(text[3]))
        return 0;
    return (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F) ? 0 : 4;
}

#ifdef SMSCORE_X86
#define AVX2 __attribute__((target("avx2,popcnt")))

/* What two bytes in a row can do wrong, a bit for each, so that three tables looked up by half bytes and combined
 * leave exactly the wrongs of a pair: Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte". */
enum {
    TOO_SHORT = 1 << 0,   /* a lead, and no continuation */
    TOO_LONG = 1 << 1,    /* ASCII, then a continuation */
    OVERLONG_3 = 1 << 2,  /* E0 80-9F */
    TOO_LARGE = 1 << 3,   /* F4 90-BF, F5-FF 90-BF */
    SURROGATE = 1 << 4,   /* ED A0-BF */
    OVERLONG_2 = 1 << 5,  /* C0-C1 */
    OVERLONG_4 = 1 << 6,  /* F0 80-8F, and F5-FF 80-8F */
    TWO_IN_A_ROW = 1 << 7 /* two continuations: right only behind a lead of three or four bytes */
};

#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)

AVX2 static inline __m256i pair_errors(__m256i bytes, __m256i before)
{
    enum { ANY_LOW = TOO_SHORT | TOO_LONG | TWO_IN_A_ROW, FIVE_UP = ANY_LOW | TOO_LARGE | OVERLONG_4 };
    enum { ANY_NEXT = TOO_LONG | OVERLONG_2 | TWO_IN_A_ROW };
    const __m256i low_half = _mm256_set1_epi8(0x0F);
    const __m256i lead_high =
        TWICE(TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
              (char)TWO_IN_A_ROW, (char)TWO_IN_A_ROW, (char)TWO_IN_A_ROW, (char)TWO_IN_A_ROW,
              TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | OVERLONG_4);
    const __m256i lead_low =
        TWICE((char)(ANY_LOW | OVERLONG_3 | OVERLONG_2 | OVERLONG_4), (char)(ANY_LOW | OVERLONG_2), (char)ANY_LOW,
              (char)ANY_LOW, (char)(ANY_LOW | TOO_LARGE), (char)FIVE_UP, (char)FIVE_UP, (char)FIVE_UP, (char)FIVE_UP,
              (char)FIVE_UP, (char)FIVE_UP, (char)FIVE_UP, (char)FIVE_UP, (char)(FIVE_UP | SURROGATE), (char)FIVE_UP,
              (char)FIVE_UP);
    const __m256i next_high =
        TWICE(TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
              (char)(ANY_NEXT | OVERLONG_3 | OVERLONG_4), (char)(ANY_NEXT | OVERLONG_3 | TOO_LARGE),
              (char)(ANY_NEXT | SURROGATE | TOO_LARGE), (char)(ANY_NEXT | SURROGATE | TOO_LARGE), TOO_SHORT, TOO_SHORT,
              TOO_SHORT, TOO_SHORT);
    __m256i before_high = _mm256_and_si256(_mm256_srli_epi16(before, 4), low_half);
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), low_half);
    return _mm256_and_si256(_mm256_and_si256(_mm256_shuffle_epi8(lead_high, before_high),
                                             _mm256_shuffle_epi8(lead_low, _mm256_and_si256(before, low_half))),
                            _mm256_shuffle_epi8(next_high, high));
}

/* Any bit: the 32 bytes, of which are given those one, two and three places before each, are no UTF-8. */
AVX2 static inline __m256i errors_in(__m256i bytes, __m256i one, __m256i two, __m256i three)
{
    /* behind a lead of three or four bytes, and only there, the third and the fourth are two in a row */
    __m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8(0xE0 - 0x80));
    __m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8(0xF0 - 0x80));
    __m256i due = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
    return _mm256_xor_si256(due, pair_errors(bytes, one));
}
#endif
