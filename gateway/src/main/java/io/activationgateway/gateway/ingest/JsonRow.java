package io.activationgateway.gateway.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.activationgateway.residency.verdict.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks one JSON object and cuts it into fields. Not thread-safe. */
final class JsonRow {

    /** Answer of {@link #read}: the row does not end where it must. */
    static final int UNFINISHED = -1;

    /** A row deeper than {@link Limits#depth()} is a bad row; what is deeper than this is not read on. */
    static final int PARSER_DEPTH = 10_000;

    /** The body's own limits are {@link Limits}; of the parser's only that of the depth is needed. */
    static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(PARSER_DEPTH)
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .build();

    private final byte[] text;
    private final RowsBuilder builder;
    private final Names names;
    private final FieldNames fields;
    private final int maxDepth;
    private long base;

    JsonRow(byte[] text, RowsBuilder builder, Names names, FieldNames fields, int maxDepth) {
        this.text = text;
        this.builder = builder;
        this.names = names;
        this.fields = fields;
        this.maxDepth = maxDepth;
    }

    /**
     * Parsers for one body. Numbers that JSON does not know are let through, so that they can be told as the fault of
     * their row. Names, which may be personal, are forgotten with the factory.
     */
    static JsonFactory factory() {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
                .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
                .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
                .enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
                .streamReadConstraints(CONSTRAINTS)
                .build();
    }

    /** Opens a parser at this byte; the positions of its tokens are {@link #position(JsonParser)}. */
    JsonParser open(JsonFactory factory, int from) throws IOException {
        base = from;
        return factory.createParser(text, from, text.length - from);
    }

    /** The byte of the body at which the parser's token begins. */
    int position(JsonParser parser) {
        return (int) (base + parser.currentTokenLocation().getByteOffset());
    }

    /**
     * Reads the object on whose first token the parser stands.
     *
     * @param end no token of the row may begin here or later
     * @return the byte after the object, or {@link #UNFINISHED}
     */
    int read(JsonParser parser, int end) throws IOException, BrokenException {
        int guess = 0;
        while (true) {
            var token = parser.nextToken();
            int at = position(parser);
            if (token == null || at >= end) {
                return UNFINISHED;
            }
            if (token == JsonToken.END_OBJECT) {
                return at + 1;
            }
            int name = names.resolve(parser.currentName(), guess);
            if (name < 0) {
                throw new BrokenException(Reading.Broken.tooLarge(
                        "more than " + names.size() + " different column names in one body", at, builder.row()));
            }
            guess = name + 1;
            if (!value(parser, end, name, builder.column(name))) {
                return UNFINISHED;
            }
        }
    }

    /** Reads the value that follows; false where it does not end before {@code end}. */
    private boolean value(JsonParser parser, int end, int name, boolean counts) throws IOException {
        var token = parser.nextToken();
        int at = position(parser);
        if (token == null || at >= end) {
            return false;
        }
        return switch (token) {
            case VALUE_STRING -> string(at + 1, end, name, counts);
            case START_OBJECT, START_ARRAY -> nested(parser, at, end, name, counts);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                int to = number(at);
                add(name, Kind.NUMBER, at, to, counts && to > 0);
                yield true;
            }
            case VALUE_TRUE -> add(name, Kind.TRUE, at, at + 4, counts);
            case VALUE_FALSE -> add(name, Kind.FALSE, at, at + 5, counts);
            case VALUE_NULL -> add(name, Kind.NULL, at, at + 4, counts);
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("no value can begin with " + token);
        };
    }

    private boolean string(int from, int end, int name, boolean counts) {
        int close = JsonText.closingQuote(text, from, end);
        if (close == JsonText.UNCLOSED) {
            return false;
        }
        return close >= 0
                ? add(name, Kind.TEXT, from, close, counts)
                : add(name, Kind.ESCAPED_TEXT, from, ~close, counts);
    }

    /** The end of a number, or -1 after noting the fault: the parser knows more numbers than JSON does. */
    private int number(int from) {
        int to = JsonText.numberEnd(text, from, text.length);
        boolean known = to > 0
                && (from == 0 || text[from - 1] != '+')
                && (to == text.length || ",]} \t\r\n".indexOf(text[to]) >= 0);
        if (known) {
            return to;
        }
        builder.fault(Reason.INPUT_NUMBER, "a number that JSON does not know, such as NaN, 01 or +1");
        return -1;
    }

    private boolean nested(JsonParser parser, int from, int end, int name, boolean counts) throws IOException {
        var kind = parser.currentToken() == JsonToken.START_OBJECT ? Kind.OBJECT : Kind.ARRAY;
        int field = names.number(name);
        var inside = field >= 0 && fields.structured(field) ? new Inside(field, name) : null;
        int depth = 1;
        var token = parser.currentToken();
        int at = from;
        while (true) {
            if (token.isStructStart() && ++depth > maxDepth) {
                builder.fault(Reason.INPUT_DEPTH, "nested deeper than " + maxDepth);
            } else if (token.isStructEnd() && --depth == 1) {
                return add(name, kind, from, at + 1, counts, inside == null || !inside.classified);
            } else if (token.isNumeric()) {
                number(at);
            }
            if (inside != null) {
                inside.see(token, parser.currentName());
            }
            token = parser.nextToken();
            at = position(parser);
            if (token == null || at >= end) {
                return false;
            }
        }
    }

    /** The names inside the value of a structured field. */
    private final class Inside {

        private final int field;
        private final int name;
        private final List<Set<String>> open = new ArrayList<>();
        private boolean classified = true;

        Inside(int field, int name) {
            this.field = field;
            this.name = name;
        }

        void see(JsonToken token, @Nullable String inner) {
            if (token.isStructStart()) {
                open.add(new HashSet<>());
            } else if (token.isStructEnd()) {
                open.removeLast();
            } else if (token == JsonToken.FIELD_NAME && inner != null) {
                classified &= fields.inner(field, inner);
                if (!open.getLast().add(inner)) {
                    builder.fault(
                            Reason.INPUT_DUPLICATE_NAME,
                            "a name occurs twice inside column " + Names.printable(names.name(name)));
                }
            }
        }
    }

    private boolean add(int name, Kind kind, int from, int to, boolean counts) {
        return add(name, kind, from, to, counts, false);
    }

    private boolean add(int name, Kind kind, int from, int to, boolean counts, boolean neverLeaves) {
        if (counts) {
            builder.add(name, kind, from, to, neverLeaves);
        }
        return true;
    }
}
