#include "CPlatform.h"

#include <string.h>
#include <zlib.h>

// 15 bits of window, and 16 to say that header and trailer are gzip's.
static const int gzip_window = 15 + 16;

size_t heddle_gzip_bound(size_t length) {
    // What zlib states for its own format, and what gzip's header and trailer take more than that.
    return compressBound(length) + 32;
}

size_t heddle_gzip(const void *plain, size_t length, void *packed, size_t capacity) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (Bytef *)plain;
    stream.avail_in = (uInt)length;
    stream.next_out = packed;
    stream.avail_out = (uInt)capacity;
    int result = deflate(&stream, Z_FINISH);
    size_t written = stream.total_out;
    deflateEnd(&stream);
    return result == Z_STREAM_END ? written : 0;
}

ssize_t heddle_gunzip(const void *packed, size_t length, void *plain, size_t capacity, size_t *taken) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, gzip_window) != Z_OK) return -1;
    stream.next_in = (Bytef *)packed;
    stream.avail_in = (uInt)length;
    stream.next_out = plain;
    stream.avail_out = (uInt)capacity;
    int result = inflate(&stream, Z_FINISH);
    ssize_t written = (ssize_t)stream.total_out;
    *taken = stream.total_in;
    inflateEnd(&stream);
    return result == Z_STREAM_END ? written : -1;
}

size_t heddle_gunzip_start(const void *packed, size_t length, void *plain, size_t capacity) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, gzip_window) != Z_OK) return 0;
    stream.next_in = (Bytef *)packed;
    stream.avail_in = (uInt)length;
    stream.next_out = plain;
    stream.avail_out = (uInt)capacity;
    // Without Z_FINISH, which may work on memory of its own choice and leave less behind.
    while (stream.avail_out > 0 && inflate(&stream, Z_SYNC_FLUSH) == Z_OK && stream.avail_in > 0) {
    }
    size_t written = stream.total_out;
    inflateEnd(&stream);
    return written;
}
