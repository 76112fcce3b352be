package io.activationgateway.connectors;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A value in a vendor's answer, which may be of any shape: what is missing, or of another type than asked for, is absent
 * and never an error. Its body was bounded by the courier. Holds personal data and does not print it. Immutable.
 */
public final class ReplyJson {

    private static final ReplyJson ABSENT = new ReplyJson(null);

    private final @Nullable Object value;

    private ReplyJson(@Nullable Object value) {
        this.value = value;
    }

    /** The body as JSON; absent where it is none. */
    public static ReplyJson of(Buffer body) {
        try {
            return new ReplyJson(Json.decodeValue(body));
        } catch (DecodeException notJson) {
            return ABSENT;
        }
    }

    /** The member of an object. */
    public ReplyJson get(String name) {
        return value instanceof JsonObject object ? new ReplyJson(object.getValue(name)) : ABSENT;
    }

    /** A member of a member, and so on. */
    public ReplyJson at(String... path) {
        var found = this;
        for (var name : path) {
            found = found.get(name);
        }
        return found;
    }

    /** The elements of an array; empty where it is none. */
    public List<ReplyJson> items() {
        return value instanceof JsonArray array
                ? IntStream.range(0, array.size())
                        .mapToObj(i -> new ReplyJson(array.getValue(i)))
                        .toList()
                : List.of();
    }

    /** The members' names, in their order; empty where it is no object. */
    public List<String> names() {
        return value instanceof JsonObject object ? List.copyOf(object.fieldNames()) : List.of();
    }

    public boolean isObject() {
        return value instanceof JsonObject;
    }

    public boolean isArray() {
        return value instanceof JsonArray;
    }

    /** Whether it is null or not there. */
    public boolean isNull() {
        return value == null;
    }

    public boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    /** A string's text; empty where it is none. */
    public String text() {
        return value instanceof String text ? text : "";
    }

    /** An id: a string's text or a whole number's digits; empty where it is neither. */
    public String id() {
        return value instanceof Integer || value instanceof Long || value instanceof BigInteger
                ? value.toString()
                : text();
    }

    /** A whole number from 0; -1 where it is none. */
    public int number() {
        return value instanceof Integer number && number >= 0 ? number : -1;
    }

    /** A whole number from 0, such as an id; -1 where it is none. */
    public long whole() {
        return value instanceof Integer || value instanceof Long ? Math.max(-1, ((Number) value).longValue()) : -1;
    }

    @Override
    public String toString() {
        return "ReplyJson";
    }
}
