package io.activationgateway.gateway.ingest;

import io.activationgateway.gateway.ingest.Reading.Broken;
import io.activationgateway.gateway.ingest.Unpacking.Result;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952) held in memory: all members, each with its checksum and length verified, and nothing but
 * members. The JDK's own stream takes bytes after the last member for the end, which would hide a damaged body.
 */
final class Gzip {

    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final byte[] packed;
    private final int limit;
    private byte[] out;
    private int length;
    private int position;

    private Gzip(byte[] packed, int limit) {
        this.packed = packed;
        this.limit = limit;
        this.out = new byte[(int) Math.min(limit, Math.max(1024L, packed.length * 4L))];
    }

    static Result unpack(byte[] packed, int limit) {
        var gzip = new Gzip(packed, limit);
        var inflater = new Inflater(true);
        try {
            do {
                gzip.member(inflater);
                inflater.reset();
            } while (gzip.position < packed.length);
            return new Result.Unpacked(Arrays.copyOf(gzip.out, gzip.length));
        } catch (BrokenException e) {
            return new Result.Failed(e.broken());
        } finally {
            inflater.end();
        }
    }

    static Broken tooLarge(int limit) {
        return Broken.tooLarge("the unpacked body is larger than " + limit + " bytes: send fewer records", -1, -1);
    }

    private void member(Inflater inflater) throws BrokenException {
        header();
        int start = length;
        inflater.setInput(packed, position, packed.length - position);
        inflate(inflater);
        position = packed.length - inflater.getRemaining();
        need(TRAILER);
        var crc = new CRC32();
        crc.update(out, start, length - start);
        if (little32(position) != (int) crc.getValue() || little32(position + 4) != length - start) {
            throw broken("checksum or length does not match what was unpacked", position);
        }
        position += TRAILER;
    }

    private void inflate(Inflater inflater) throws BrokenException {
        try {
            while (!inflater.finished()) {
                if (length == out.length) {
                    grow();
                }
                int count = inflater.inflate(out, length, out.length - length);
                length += count;
                if (length > limit) {
                    throw new BrokenException(tooLarge(limit));
                }
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw broken("the body ends inside a member", packed.length);
                }
            }
        } catch (DataFormatException e) {
            throw broken("not a deflate stream", packed.length - inflater.getRemaining());
        }
    }

    /** One byte more than the limit is room enough to see it passed. */
    private void grow() {
        out = Arrays.copyOf(out, (int) Math.min(limit + 1L, Math.max(1024L, out.length * 2L)));
    }

    private void header() throws BrokenException {
        int start = position;
        need(HEADER);
        if (packed[position] != 0x1f || (packed[position + 1] & 0xff) != 0x8b || packed[position + 2] != 8) {
            throw broken(position == 0 ? "not a gzip header" : "bytes that are no gzip member follow", position);
        }
        int flags = packed[position + 3];
        if ((flags & RESERVED) != 0) {
            throw broken("reserved flags are set", position + 3);
        }
        position += HEADER;
        if ((flags & EXTRA) != 0) {
            need(2);
            int extra = 2 + little16(position);
            need(extra);
            position += extra;
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            headerChecksum(start);
        }
    }

    private void headerChecksum(int start) throws BrokenException {
        need(2);
        var crc = new CRC32();
        crc.update(packed, start, position - start);
        int expected = little16(position);
        if ((crc.getValue() & 0xffff) != expected) {
            throw broken("checksum of the header does not match", position);
        }
        position += 2;
    }

    private void skipText() throws BrokenException {
        do {
            need(1);
        } while (packed[position++] != 0);
    }

    private void need(int count) throws BrokenException {
        if (packed.length - position < count) {
            throw broken("the body ends inside a member", packed.length);
        }
    }

    private int little32(int at) {
        return little16(at) | (little16(at + 2) << 16);
    }

    private int little16(int at) {
        return (packed[at] & 0xff) | ((packed[at + 1] & 0xff) << 8);
    }

    private static BrokenException broken(String what, int offset) {
        return new BrokenException(
                Broken.bad(Broken.GZIP, "gzip: " + what + " (byte " + offset + " of the packed body)", offset, -1));
    }
}
