package io.activationgateway.gateway.ingest;

import io.activationgateway.gateway.ingest.GzipInput.BrokenGzip;
import io.activationgateway.gateway.ingest.Reading.Broken;
import io.activationgateway.gateway.ingest.Unpacking.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Unpacks gzip held in memory, up to a limit. */
final class Gzip {

    private Gzip() {}

    static Result unpack(byte[] packed, int limit) {
        try (var in = new GzipInput(new ByteArrayInputStream(packed))) {
            var out = new byte[(int) Math.min(limit + 1L, Math.max(1024L, packed.length * 4L))];
            int length = 0;
            int count;
            while ((count = in.read(out, length, out.length - length)) >= 0) {
                length += count;
                if (length > limit) {
                    return new Result.Failed(tooLarge(limit));
                }
                if (length == out.length) {
                    // One byte more than the limit is room enough to see it passed.
                    out = Arrays.copyOf(out, (int) Math.min(limit + 1L, out.length * 2L));
                }
            }
            return new Result.Unpacked(Arrays.copyOf(out, length));
        } catch (BrokenGzip e) {
            return new Result.Failed(e.broken());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    static Broken tooLarge(int limit) {
        return Broken.tooLarge("the unpacked body is larger than " + limit + " bytes: send fewer records", -1, -1);
    }
}
