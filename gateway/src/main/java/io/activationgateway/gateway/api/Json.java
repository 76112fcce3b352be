package io.activationgateway.gateway.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON written to memory without a tree. */
final class Json {

    private static final JsonFactory JSON = new JsonFactory();

    private Json() {}

    @FunctionalInterface
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    static Buffer write(Content content) {
        try (var bytes = new ByteArrayBuilder(1 << 12)) {
            try (var json = JSON.createGenerator(bytes)) {
                content.write(json);
            }
            return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes.toByteArray()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
    }
}
