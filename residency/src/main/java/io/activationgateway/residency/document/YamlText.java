package io.activationgateway.residency.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a document as the YAML that {@link YamlReader} reads back to the same tree. Pure functions. */
final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\d]([\\p{L}\\d _./+()-]*[\\p{L}\\d)./+-])?");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+");
    private static final Set<String> WORDS = Set.of("true", "false", "null");
    private static final List<String> FIRST = List.of("kind", "name", "title");
    private static final int LINE = 100;

    private YamlText() {}

    static String of(Tree.Mapping document) {
        var text = new StringBuilder();
        mapping(document, "", text);
        return text.toString();
    }

    /** A value on one line, as a person reads it. */
    static String value(Tree tree) {
        return switch (tree) {
            case Tree.Mapping mapping ->
                mapping.entries().entrySet().stream()
                        .map(entry -> scalar(entry.getKey()) + ": " + value(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Tree.Sequence sequence ->
                sequence.items().stream().map(YamlText::value).collect(Collectors.joining(", ", "[", "]"));
            case Tree.Text text -> scalar(text.value());
            case Tree.Whole whole -> Long.toString(whole.value());
            case Tree.Flag flag -> Boolean.toString(flag.value());
            case Tree.Nothing _ -> "null";
        };
    }

    private static void mapping(Tree.Mapping mapping, String indent, StringBuilder text) {
        for (var entry : ordered(mapping)) {
            text.append(indent).append(scalar(entry.getKey())).append(':');
            below(entry.getValue(), indent, text);
        }
    }

    private static List<Map.Entry<String, Tree>> ordered(Tree.Mapping mapping) {
        var ordered = new ArrayList<>(mapping.entries().entrySet());
        ordered.sort((one, other) -> Integer.compare(rank(one.getKey()), rank(other.getKey())));
        return ordered;
    }

    private static int rank(String key) {
        int first = FIRST.indexOf(key);
        return first < 0 ? FIRST.size() : first;
    }

    private static void below(Tree value, String indent, StringBuilder text) {
        switch (value) {
            case Tree.Mapping mapping
            when !mapping.entries().isEmpty() -> {
                text.append('\n');
                mapping(mapping, indent + "  ", text);
            }
            case Tree.Sequence sequence
            when isLong(sequence) -> {
                text.append('\n');
                for (var item : sequence.items()) {
                    item(item, indent + "  ", text);
                }
            }
            default -> text.append(' ').append(value(value)).append('\n');
        }
    }

    private static void item(Tree item, String indent, StringBuilder text) {
        if (item instanceof Tree.Mapping mapping && !mapping.entries().isEmpty()) {
            var inner = new StringBuilder();
            mapping(mapping, indent + "  ", inner);
            text.append(indent).append("- ").append(inner, indent.length() + 2, inner.length());
        } else {
            text.append(indent).append("- ").append(value(item)).append('\n');
        }
    }

    private static boolean isLong(Tree.Sequence sequence) {
        return sequence.items().stream().anyMatch(Tree.Mapping.class::isInstance)
                || value(sequence).length() > LINE;
    }

    private static String scalar(String value) {
        boolean isPlain =
                PLAIN.matcher(value).matches() && !NUMBER.matcher(value).matches() && !WORDS.contains(value);
        return isPlain ? value : quoted(value);
    }

    private static String quoted(String value) {
        var text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' '
                    || (c >= 0x7f && c < 0xa0)
                    || Character.isSurrogate(c)
                    || c == 0x2028
                    || c == 0x2029
                    || c == 0xfeff) {
                text.append(
                        Character.isSurrogate(c) ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
