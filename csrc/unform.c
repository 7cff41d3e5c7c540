/*
 * The value of a form field that holds base64 back to bytes: two decodings in one pass.
 *
 * One by one, a group of four digits is looked up and joined; where one of them is no digit, most often the percent
 * sign of an encoded + or /, they are taken one after the other. Where the machine has AVX2, the percents are taken out
 * first, a few KiB at a time, and then 32 digits are joined at once. That way knows digits and nothing else: what it
 * cannot read, the first way is asked about again, from the start.
 */
#include "common.h"

#ifdef SMSCORE_X86
#include <immintrin.h>
#endif

enum { PADDING = 64, STRAY = 128 };

void smscore_digit_table(uint8_t *table)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    memset(table, STRAY, SMSCORE_DIGIT_TABLE);
    for (uint8_t i = 0; i < 64; i++)
        table[(uint8_t)digits[i]] = i;
    table['='] = PADDING;
}

uint64_t smscore_unform_bound(uint64_t size)
{
    return size / 4 * 3 + 32; /* a block is stored whole */
}

static uint32_t hex_digit(uint32_t byte)
{
    uint32_t letter = (byte | 0x20) - 'a';
    return byte - '0' < 10 ? byte - '0' : letter < 6 ? letter + 10 : 16;
}

/* What the next byte is worth as a digit, be it bare or percent-encoded; STRAY too where the text has ended. */
static uint32_t take_digit(const uint8_t *table, const uint8_t *text, uint64_t size, uint64_t *at)
{
    if (*at >= size)
        return STRAY;
    if (text[*at] != '%')
        return table[text[(*at)++]];
    if (size - *at < 3)
        return STRAY;
    uint32_t high = hex_digit(text[*at + 1]), low = hex_digit(text[*at + 2]);
    *at += 3;
    return (high | low) & 16 ? STRAY : table[high << 4 | low];
}

static inline void put_three(uint8_t *out, uint32_t three)
{
    out[0] = (uint8_t)(three >> 16);
    out[1] = (uint8_t)(three >> 8);
    out[2] = (uint8_t)three;
}

/* The last group: one or two digits of padding, with nothing behind them. */
static int64_t put_last(uint8_t *out, const uint32_t four[4])
{
    if (((four[0] | four[1]) & PADDING) || !(four[3] & PADDING))
        return -1;
    out[0] = (uint8_t)(four[0] << 2 | four[1] >> 4);
    if (four[2] & PADDING)
        return 1;
    out[1] = (uint8_t)(four[1] << 4 | four[2] >> 2);
    return 2;
}

static int64_t decode_by_four(const uint8_t *table, const uint8_t *text, uint64_t size, uint8_t *out)
{
    const uint8_t *start = out;
    for (uint64_t at = 0; at < size;) {
        if (size - at >= 4) {
            const uint8_t *four = text + at;
            uint32_t a = table[four[0]], b = table[four[1]], c = table[four[2]], d = table[four[3]];
            if ((a | b | c | d) < PADDING) {
                put_three(out, a << 18 | b << 12 | c << 6 | d);
                out += 3;
                at += 4;
                continue;
            }
        }
        uint32_t four[4], all = 0;
        for (unsigned i = 0; i < 4; i++)
            all |= four[i] = take_digit(table, text, size, &at);
        if (all & STRAY)
            return -1;
        if (all & PADDING) {
            int64_t last = put_last(out, four);
            return last < 0 || at < size ? -1 : out - start + last;
        }
        put_three(out, four[0] << 18 | four[1] << 12 | four[2] << 6 | four[3]);
        out += 3;
    }
    return out - start;
}

#ifdef SMSCORE_X86
#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

enum { BLOCK = 32, JOINED = 24, AT_ONCE = 2 * BLOCK, PIECE = 4096, ESCAPE = 3, BEHIND = AT_ONCE + ESCAPE, NO_DIGIT = '!' };

AVX2 static inline __m256i load(const uint8_t *text) { return _mm256_loadu_si256((const __m256i *)(const void *)text); }

AVX2 static inline void store(uint8_t *out, __m256i bytes) { _mm256_storeu_si256((__m256i *)(void *)out, bytes); }

/* Where the percents are. Four are taken from every two blocks though there be fewer: how many there are is chance, and
 * would be guessed wrong every time. */
AVX2 static uint32_t find_percents(const uint8_t *text, uint32_t size, uint16_t *places)
{
    const __m256i percent = _mm256_set1_epi8('%');
    uint32_t found = 0;
    for (uint32_t at = 0; at < size; at += AT_ONCE) {
        uint64_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(load(text + at), percent));
        uint64_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(load(text + at + BLOCK), percent));
        uint64_t marks = low | high << BLOCK;
        const uint32_t count = (uint32_t)__builtin_popcountll(marks);
        for (uint32_t i = 0; i < 4 || i < count; i++, marks = _blsr_u64(marks))
            places[found + i] = (uint16_t)(at + _tzcnt_u64(marks));
        found += count;
    }
    return found;
}

AVX2 static inline uint8_t *move(uint8_t *plain, const uint8_t *text, uint32_t size)
{
    store(plain, load(text));
    store(plain + BLOCK, load(text + BLOCK));
    for (uint32_t at = AT_ONCE; at < size; at += BLOCK)
        store(plain + at, load(text + at));
    return plain + size;
}

/* What a percent and two digits say. */
static uint8_t escaped(const uint8_t *text)
{
    uint32_t high = hex_digit(text[1]), low = hex_digit(text[2]), byte = high << 4 | low;
    return (uint8_t)((high | low) & 16 || byte == '%' ? NO_DIGIT : byte); /* nor must it begin an escape of what follows */
}

/* Moves digits to `plain`, percents taken out; returns where they end there, or NULL where an escape has one in it. Takes
 * `size` bytes, or more where an escape goes on behind them. */
AVX2 static uint8_t *take_percents_out(const uint8_t *text, uint32_t size, uint32_t *taken, uint8_t *plain)
{
    uint16_t places[PIECE + 4];
    const uint32_t found = find_percents(text, size, places);
    uint32_t from = 0;
    for (uint32_t i = 0; i < found; i++) {
        if (places[i] < from)
            return NULL;
        plain = move(plain, text + from, places[i] - from);
        *plain++ = escaped(text + places[i]);
        from = places[i] + ESCAPE;
    }
    if (from < size) {
        plain = move(plain, text + from, size - from);
        from = size;
    }
    *taken = from;
    return plain;
}

#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)

/* 32 digits to 24 bytes; 0 where one of them is no digit. Stores 32. (W. Mula, D. Lemire: Faster Base64 Encoding and
 * Decoding using AVX2 Instructions, 2018.) */
AVX2 static inline int join_digits(const uint8_t *plain, uint8_t *out)
{
    const __m256i by_low = TWICE(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1A, 0x1B, 0x1B,
                                 0x1B, 0x1A);
    const __m256i by_high = TWICE(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10,
                                  0x10, 0x10);
    const __m256i shift = TWICE(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m256i nibble = _mm256_set1_epi8(0x0F);
    __m256i digits = load(plain);
    __m256i high = _mm256_and_si256(_mm256_srli_epi32(digits, 4), nibble), low = _mm256_and_si256(digits, nibble);
    if (!_mm256_testz_si256(_mm256_shuffle_epi8(by_low, low), _mm256_shuffle_epi8(by_high, high)))
        return 0;
    __m256i slash = _mm256_cmpeq_epi8(digits, _mm256_set1_epi8('/')); /* -1 there: the entry before */
    __m256i sixes = _mm256_add_epi8(digits, _mm256_shuffle_epi8(shift, _mm256_add_epi8(slash, high)));
    __m256i twelves = _mm256_maddubs_epi16(sixes, _mm256_set1_epi32(0x01400140));
    __m256i threes = _mm256_madd_epi16(twelves, _mm256_set1_epi32(0x00011000));
    __m256i packed = _mm256_shuffle_epi8(threes, TWICE(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
    packed = _mm256_permutevar8x32_epi32(packed, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, -1, -1));
    store(out, packed);
    return 1;
}

AVX2 static int64_t decode_by_block(const uint8_t *table, const uint8_t *text, uint64_t size, uint8_t *out)
{
    const uint8_t *start = out;
    uint8_t plain[BLOCK + PIECE + 2 * BEHIND];
    uint64_t at = 0, count = 0;
    while (size - at >= AT_ONCE + BEHIND) {
        uint64_t most = (size - at - BEHIND) / AT_ONCE * AT_ONCE;
        uint32_t taken;
        uint8_t *end = take_percents_out(text + at, most < PIECE ? (uint32_t)most : PIECE, &taken, plain + count);
        if (!end)
            return -1;
        at += taken;
        count = (uint64_t)(end - plain);
        uint64_t done = 0;
        for (; done + BLOCK <= count; done += BLOCK, out += JOINED)
            if (!join_digits(plain + done, out))
                return -1;
        count -= done;
        memmove(plain, plain + done, count);
    }
    memcpy(plain + count, text + at, size - at); /* less than a block, and less than two, an escape and what is behind */
    int64_t last = decode_by_four(table, plain, count + size - at, out);
    return last < 0 ? -1 : out - start + last;
}
#endif

int64_t smscore_decode_form(const uint8_t *table, const uint8_t *text, uint64_t size, uint32_t portable, uint8_t *out)
{
#ifdef SMSCORE_X86
    if (!portable && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt")) {
        int64_t decoded = decode_by_block(table, text, size, out);
        if (decoded >= 0)
            return decoded;
    }
#endif
    (void)portable;
    return decode_by_four(table, text, size, out);
}
