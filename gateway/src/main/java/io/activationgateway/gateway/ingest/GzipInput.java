package io.activationgateway.gateway.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952) as it is read: all members, each with its checksum and length verified at its end, and nothing
 * but members. The JDK's own stream takes bytes after the last member for the end, which would hide a damaged body. What
 * is wrong with the packed bytes is thrown as {@link BrokenGzip}. Not thread-safe; closing it closes what it reads.
 */
final class GzipInput extends InputStream {

    private static final int BUFFER = 1 << 13;
    private static final int HEADER = 10;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final InputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 content = new CRC32();
    private final CRC32 header = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int filled;

    /** How many packed bytes came before those in the buffer. */
    private long before;

    private boolean begun;
    private boolean inMember;

    GzipInput(InputStream packed) {
        this.packed = packed;
    }

    /** The packed bytes are no gzip; the message is for the sender. */
    static final class BrokenGzip extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient Reading.Broken broken;

        private BrokenGzip(Reading.Broken broken) {
            super(broken.detail());
            this.broken = broken;
        }

        Reading.Broken broken() {
            return broken;
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (inMember || !begun || fill()) {
            if (!inMember) {
                beginMember();
            }
            int unpacked = inflate(into, offset, count);
            if (unpacked > 0) {
                content.update(into, offset, unpacked);
                return unpacked;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw broken("not a deflate stream", offset());
            } else {
                feed();
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        packed.close();
    }

    private int inflate(byte[] into, int offset, int count) throws BrokenGzip {
        try {
            return inflater.inflate(into, offset, count);
        } catch (DataFormatException e) {
            throw broken("not a deflate stream", offset() - inflater.getRemaining());
        }
    }

    private void feed() throws IOException {
        if (!fill()) {
            throw broken("the body ends inside a member", offset());
        }
        inflater.setInput(buffer, position, filled - position);
        position = filled;
    }

    private void beginMember() throws IOException {
        header.reset();
        int at = position;
        if (readHeader() != 0x1f || readHeader() != 0x8b || readHeader() != 8) {
            throw broken(begun ? "bytes that are no gzip member follow" : "not a gzip header", before + at);
        }
        int flags = readHeader();
        if ((flags & RESERVED) != 0) {
            throw broken("reserved flags are set", offset() - 1);
        }
        skipHeader(HEADER - 4);
        if ((flags & EXTRA) != 0) {
            skipHeader(readHeader() | readHeader() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            int expected = (int) (header.getValue() & 0xffff);
            if ((readHeader() | readHeader() << 8) != expected) {
                throw broken("checksum of the header does not match", offset() - 2);
            }
        }
        begun = true;
        inMember = true;
        content.reset();
        inflater.reset();
    }

    private void endMember() throws IOException {
        position = filled - inflater.getRemaining();
        long at = offset();
        long length = inflater.getBytesWritten();
        if (readLittle32() != (int) content.getValue() || readLittle32() != (int) length) {
            throw broken("checksum or length does not match what was unpacked", at);
        }
        inMember = false;
    }

    private int readLittle32() throws IOException {
        return readHeader() | readHeader() << 8 | readHeader() << 16 | readHeader() << 24;
    }

    private void skipHeader(int count) throws IOException {
        for (int left = count; left > 0; left--) {
            readHeader();
        }
    }

    private void skipText() throws IOException {
        while (readHeader() != 0) {
            // a file's name or comment says nothing here
        }
    }

    /** A byte outside the deflate stream. */
    private int readHeader() throws IOException {
        if (!fill()) {
            throw broken("the body ends inside a member", offset());
        }
        int read = buffer[position++] & 0xff;
        header.update(read);
        return read;
    }

    /** Whether there is a packed byte to read. */
    private boolean fill() throws IOException {
        while (position == filled) {
            before += filled;
            position = 0;
            filled = 0;
            int count = packed.read(buffer, 0, BUFFER);
            if (count < 0) {
                return false;
            }
            filled = count;
        }
        return true;
    }

    private long offset() {
        return before + position;
    }

    private static BrokenGzip broken(String what, long offset) {
        return new BrokenGzip(Reading.Broken.bad(
                Reading.Broken.GZIP, "gzip: " + what + " (byte " + offset + " of the packed body)", offset, -1));
    }
}
