/*
 * The value of a form field that holds base64: two encodings in one pass.
 *
 * 45 bytes at once where the machine has AVX-512: they become sixty base64 digits. Of each twenty of them, every digit is
 * written as if it were to be percent-encoded, and what is too much is taken away by one instruction.
 *
 * Twelve bytes at once where it has SSSE3: sixteen digits, of which each half is spread by a table. It has, for every
 * choice of + and / among eight digits, where each byte of the result comes from.
 *
 * Elsewhere, and at the end, three bytes are two 12-bit halves; each half becomes two digits, which become two to six
 * bytes. The table knows the bytes and their number for every half: look up, copy eight, step on.
 *
 * All write past the step, so the last bytes are encoded apart. How many bytes there will be is counted first, at a fraction
 * of what encoding takes.
 */
#include "common.h"

#ifdef SMSCORE_X86
#include <immintrin.h>
#endif

static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum { ENTRY = 8, LENGTH_AT = 7, HALVES = 4096 };                     /* of the first table */
enum { GROUP = 8, ROW = 16, PERCENT = 8, MOST_SPREAD = 4, SPREADS = 256 }; /* of the second, which lies behind it */

static uint8_t *put_digit(uint8_t *out, uint32_t six_bits)
{
    char digit = DIGITS[six_bits];
    if (digit != '+' && digit != '/') {
        *out = (uint8_t)digit;
        return out + 1;
    }
    memcpy(out, digit == '+' ? "%2B" : "%2F", 3);
    return out + 3;
}

/* Where the bytes of eight digits come from, of which the `marked` ones are written %2B or %2F: from the digits, which
 * say B or F already, and from a % and a 2 behind them. */
static void fill_row(uint8_t *row, uint32_t marked)
{
    unsigned at = 0;
    for (unsigned digit = 0; digit < GROUP; digit++) {
        unsigned is_marked = marked >> digit & 1;
        if (at + 2 * is_marked >= ROW)
            return; /* more than MOST_SPREAD: the row is not used */
        if (is_marked) {
            row[at++] = PERCENT;
            row[at++] = PERCENT + 1;
        }
        row[at++] = (uint8_t)digit;
    }
}

void smscore_form_table(uint8_t *table)
{
    memset(table, 0, SMSCORE_FORM_TABLE);
    for (uint32_t half = 0; half < HALVES; half++) {
        uint8_t *entry = table + (size_t)ENTRY * half;
        uint8_t *end = put_digit(put_digit(entry, half >> 6), half & 63u);
        entry[LENGTH_AT] = (uint8_t)(end - entry);
    }
    for (uint32_t marked = 0; marked < SPREADS; marked++)
        fill_row(table + (size_t)ENTRY * HALVES + (size_t)ROW * marked, marked);
}

/* ---- three bytes -------------------------------------------------------------------------------------------------- */

static inline uint8_t *put_half(const uint8_t *table, uint8_t *out, uint32_t half)
{
    const uint8_t *entry = table + (size_t)ENTRY * half;
    memcpy(out, entry, ENTRY);
    return out + entry[LENGTH_AT];
}

static inline uint8_t *put_three(const uint8_t *table, uint8_t *out, const uint8_t *data)
{
    uint32_t three = (uint32_t)data[0] << 16 | (uint32_t)data[1] << 8 | data[2];
    return put_half(table, put_half(table, out, three >> 12), three & 4095u);
}

/* RFC 4648, section 4: one byte left is two digits and ==, two bytes are three digits and = */
static uint8_t *put_rest(const uint8_t *table, uint8_t *out, const uint8_t *data, uint64_t size)
{
    if (size == 1) {
        out = put_half(table, out, (uint32_t)data[0] << 4);
        memcpy(out, "%3D%3D", 6);
        return out + 6;
    }
    if (size == 2) {
        uint32_t two = (uint32_t)data[0] << 8 | data[1];
        out = put_half(table, out, two >> 4);
        out = put_digit(out, (two & 15u) << 2);
        memcpy(out, "%3D", 3);
        return out + 3;
    }
    return out;
}

/* ---- twelve bytes ------------------------------------------------------------------------------------------------- */

#ifdef SMSCORE_X86
enum { STEP = 12, READ = 16 };

#define SSSE3 __attribute__((target("ssse3,popcnt")))

static int has_ssse3(uint32_t portable)
{
    return portable != SMSCORE_PORTABLE && __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("popcnt");
}

/* The sixteen numbers of six bits that twelve bytes are. */
SSSE3 static inline __m128i six_bits_of(const uint8_t *data)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)data);
    /* of each three bytes a, b, c, one lane: b a c b */
    bytes = _mm_shuffle_epi8(bytes, _mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10));
    __m128i first_third = _mm_mulhi_epu16(_mm_and_si128(bytes, _mm_set1_epi32(0x0FC0FC00)), _mm_set1_epi32(0x04000040));
    __m128i second_last = _mm_mullo_epi16(_mm_and_si128(bytes, _mm_set1_epi32(0x003F03F0)), _mm_set1_epi32(0x01000010));
    return _mm_or_si128(first_third, second_last);
}

/* Their digits: a number plus what its range is away from ASCII. 62 and 63 become what stands last in %2B and %2F. */
SSSE3 static inline __m128i digits_of(__m128i six_bits)
{
    const __m128i away = _mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                                       '0' - 52, '0' - 52, '0' - 52, 'B' - 62, 'F' - 63, 'A', 0, 0);
    __m128i range = _mm_subs_epu8(six_bits, _mm_set1_epi8(51)); /* 0 for letters, 1 to 10 for 0-9, 11 for +, 12 for / */
    __m128i upper = _mm_cmpgt_epi8(_mm_set1_epi8(26), six_bits);
    range = _mm_or_si128(range, _mm_and_si128(upper, _mm_set1_epi8(13)));
    return _mm_add_epi8(six_bits, _mm_shuffle_epi8(away, range));
}

/* Eight digits, in the lower half, spread; more than MOST_SPREAD in one group do not fit and are written one by one. */
SSSE3 static inline uint8_t *put_group(uint8_t *out, __m128i digits, uint32_t marked, const uint8_t *spreads)
{
    const __m128i percent = _mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, '%', '2', 0, 0, 0, 0, 0, 0);
    unsigned more = (unsigned)__builtin_popcount(marked);
    __m128i row = _mm_loadu_si128((const __m128i *)(const void *)(spreads + (size_t)ROW * marked));
    __m128i spread = _mm_shuffle_epi8(_mm_or_si128(_mm_move_epi64(digits), percent), row);
    if (more <= MOST_SPREAD) {
        _mm_storeu_si128((__m128i *)(void *)out, spread);
        return out + GROUP + 2 * more;
    }
    uint8_t each[GROUP];
    _mm_storel_epi64((__m128i *)(void *)each, digits);
    for (unsigned digit = 0; digit < GROUP; digit++) {
        if (marked >> digit & 1) {
            *out++ = '%';
            *out++ = '2';
        }
        *out++ = each[digit];
    }
    return out;
}

/* As many steps as may read sixteen bytes; says how far it came. */
SSSE3 static uint8_t *put_by_twelve(const uint8_t *table, uint8_t *out, const uint8_t *data, uint64_t size, uint64_t *at)
{
    const uint8_t *spreads = table + (size_t)ENTRY * HALVES;
    uint64_t i = *at;
    for (; i + READ <= size; i += STEP) {
        __m128i six_bits = six_bits_of(data + i), digits = digits_of(six_bits);
        uint32_t marked = (uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(six_bits, _mm_set1_epi8(61)));
        out = put_group(out, digits, marked & 0xFF, spreads);
        out = put_group(out, _mm_srli_si128(digits, GROUP), marked >> GROUP, spreads);
    }
    *at = i;
    return out;
}
#endif

/* ---- 45 bytes ----------------------------------------------------------------------------------------------------- */

#ifdef SMSCORE_X86
enum {
    WIDE_STEP = 45,
    WIDE_GROUP = 20,
    WIDE_GROUPS = 3,
    WRITTEN_SOON = 8192 /* bytes ahead: by itself the machine begins too late */
};

/* Of each three bytes a, b, c, one lane: b a c b. */
static const uint8_t LANES[64] = {
    1,  0,  2,  1,  4,  3,  5,  4,  7,  6,  8,  7,  10, 9,  11, 10, 13, 12, 14, 13, 16, 15, 17, 16, 19, 18, 20, 19, 22, 21, 23, 22,
    25, 24, 26, 25, 28, 27, 29, 28, 31, 30, 32, 31, 34, 33, 35, 34, 37, 36, 38, 37, 40, 39, 41, 40, 43, 42, 44, 43, 46, 45, 47, 46,
};

/* DIGITS, but of + and / what stands last in %2B and %2F, with the top bit set. */
static const uint8_t MARKED_DIGITS[65] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\xC2\xC6";

/* Percent, two and the number of a digit. */
#define THREE(digit) '%', '2', digit
#define TWELVE(digit) THREE(digit), THREE((digit) + 1), THREE((digit) + 2), THREE((digit) + 3)
static const uint8_t THREES[64] = {TWELVE(0), TWELVE(4), TWELVE(8), TWELVE(12), TWELVE(16)};

/* Bits of the first and of the last of three bytes. */
#define FIRSTS UINT64_C(0x0249249249249249)
#define LASTS (FIRSTS << 2)

/* The numbers of six bits that so many bytes are; above them stands something else. */
AVX512 static inline __m512i wide_six_bits_of(const uint8_t *data, unsigned bytes)
{
    const __m512i lanes = _mm512_loadu_si512(LANES), shifts = _mm512_set1_epi64(0x3036242A1016040A);
    const __m512i loaded = _mm512_maskz_loadu_epi8(UINT64_MAX >> (64 - bytes), data);
    return _mm512_multishift_epi64_epi8(shifts, _mm512_permutexvar_epi8(lanes, loaded));
}

/* As many steps as there are whole ones; says how far it came. */
AVX512 static uint8_t *put_by_45(uint8_t *out, const uint8_t *data, uint64_t size, uint64_t *at)
{
    const __m512i alphabet = _mm512_loadu_si512(MARKED_DIGITS), threes = _mm512_loadu_si512(THREES);
    uint64_t i = 0;
    for (; i + WIDE_STEP <= size; i += WIDE_STEP) {
        fetch((const void *)((uintptr_t)out + WRITTEN_SOON));
        __m512i digits = _mm512_permutexvar_epi8(wide_six_bits_of(data + i, WIDE_STEP), alphabet);
        uint64_t marked = _mm512_movepi8_mask(digits);
        digits = _mm512_and_si512(digits, _mm512_set1_epi8(0x7F));
        for (unsigned group = 0; group < WIDE_GROUPS; group++, marked >>= WIDE_GROUP) {
            const __m512i first = _mm512_set1_epi8((char)(WIDE_GROUP * group)),
                          numbers = _mm512_mask_add_epi8(threes, LASTS, threes, first);
            const __m512i spread = _mm512_mask_permutexvar_epi8(threes, LASTS, numbers, digits);
            const uint64_t kept = _pdep_u64(marked, FIRSTS) * 3 | LASTS;
            _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(kept, spread));
            out += WIDE_GROUP + 2 * (unsigned)__builtin_popcount((uint32_t)marked & ((1u << WIDE_GROUP) - 1));
        }
    }
    *at = i;
    return out;
}
#endif

/* ---- how many bytes it will be ------------------------------------------------------------------------------------ */

enum { FIRST_MARKED = 62 }; /* of the numbers of six bits, the first that is percent-encoded */

#ifdef SMSCORE_X86
SSSE3 static uint64_t count_by_twelve(const uint8_t *data, uint64_t size, uint64_t *at)
{
    uint64_t marked = 0, i = *at;
    for (; i + READ <= size; i += STEP) {
        __m128i high = _mm_cmpgt_epi8(six_bits_of(data + i), _mm_set1_epi8(FIRST_MARKED - 1));
        marked += (unsigned)__builtin_popcount((unsigned)_mm_movemask_epi8(high));
    }
    *at = i;
    return marked;
}

enum { COUNTED_STEP = 48 };

AVX512 static uint64_t count_by_48(const uint8_t *data, uint64_t size, uint64_t *at)
{
    const __m512i high = _mm512_set1_epi8(FIRST_MARKED);
    uint64_t marked = 0, i = 0;
    for (; i + COUNTED_STEP <= size; i += COUNTED_STEP) {
        const __m512i six_bits = wide_six_bits_of(data + i, COUNTED_STEP);
        marked += (unsigned)__builtin_popcountll(_mm512_cmpeq_epi8_mask(_mm512_and_si512(six_bits, high), high));
    }
    *at = i;
    return marked;
}
#endif

uint64_t smscore_form_size(const uint8_t *table, const uint8_t *data, uint64_t size, uint32_t portable)
{
    uint8_t rest[2 * ENTRY];
    uint64_t marked = 0, at = 0;
#ifdef SMSCORE_X86
    if (has_avx512(portable))
        marked = count_by_48(data, size, &at);
    if (has_ssse3(portable))
        marked += count_by_twelve(data, size, &at);
#endif
    (void)portable;
    uint64_t bytes = at / 3 * 4 + 2 * marked;
    for (; at + 3 <= size; at += 3)
        bytes += (uint64_t)(put_three(table, rest, data + at) - rest);
    return bytes + (uint64_t)(put_rest(table, rest, data + at, size - at) - rest);
}

/* ---- all of it ---------------------------------------------------------------------------------------------------- */

/* Returns where it ends; `out` has OVER bytes more than that. */
static uint8_t *encode(const uint8_t *table, const uint8_t *data, uint64_t size, uint32_t portable, uint8_t *out)
{
    uint64_t at = 0;
#ifdef SMSCORE_X86
    if (has_avx512(portable))
        out = put_by_45(out, data, size, &at);
    if (has_ssse3(portable))
        out = put_by_twelve(table, out, data, size, &at);
#endif
    (void)portable;
    for (; at + 3 <= size; at += 3)
        out = put_three(table, out, data + at);
    return put_rest(table, out, data + at, size - at);
}

enum { OVER = 64, LAST = OVER * 3 / 4 }; /* bytes that become at least OVER */

void smscore_fill_form(const uint8_t *table, const uint8_t *data, uint64_t size, uint32_t portable, uint8_t *out)
{
    uint8_t last[3 * 4 * (LAST / 3 + 1) + OVER];
    const uint64_t first = size < LAST ? 0 : (size - LAST) / 3 * 3;
    out = encode(table, data, first, portable, out);
    memcpy(out, last, (size_t)(encode(table, data + first, size - first, portable, last) - last));
}
