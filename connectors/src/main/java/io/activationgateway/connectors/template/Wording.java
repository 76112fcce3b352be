package io.activationgateway.connectors.template;

import io.activationgateway.connectors.JsonBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A text with placeholders: pieces of text, each but the last followed by a placeholder. Immutable. */
record Wording(List<String> texts, List<Placeholder> placeholders) {

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    Wording {
        texts = List.copyOf(texts);
        placeholders = List.copyOf(placeholders);
    }

    /** Reads a text; the problem is told where a placeholder is not understood. */
    static Reading parse(String text) {
        var texts = new ArrayList<String>();
        var placeholders = new ArrayList<Placeholder>();
        int from = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, from)) {
            int close = text.indexOf(CLOSE, open);
            if (close < 0) {
                return new Reading(null, "has braces that are not closed");
            }
            var inner = text.substring(open + OPEN.length(), close);
            var placeholder = Placeholder.parse(inner);
            if (placeholder == null) {
                return new Reading(null, "has a placeholder that nothing is known of: " + inner.strip());
            }
            texts.add(text.substring(from, open));
            placeholders.add(placeholder);
            from = close + CLOSE.length();
        }
        texts.add(text.substring(from));
        return new Reading(new Wording(texts, placeholders), null);
    }

    /** Either the wording or what is wrong with it. */
    record Reading(@Nullable Wording wording, @Nullable String problem) {}

    /** Whether it is one placeholder and nothing else. */
    boolean isPlaceholder() {
        return placeholders.size() == 1 && texts.stream().allMatch(String::isEmpty);
    }

    /** Writes the text with every placeholder filled in as a JSON string; leaves no garbage. As {@link #say} otherwise. */
    void write(Scene scene, JsonBytes out) {
        out.ascii("\"");
        text(texts.getFirst(), out);
        for (int i = 0; i < placeholders.size(); i++) {
            var placeholder = placeholders.get(i);
            int from = out.length();
            if (!placeholder.source().write(scene, out) || !isPlain(out.at(from))) {
                out.truncate(from);
            } else if (out.at(from) == '"') {
                out.unquote(from);
            }
            if (out.length() == from && placeholder.absence() == Placeholder.Absence.REFUSED) {
                scene.refuse(placeholder.source().missing());
            }
            text(texts.get(i + 1), out);
        }
        out.ascii("\"");
    }

    private static void text(String text, JsonBytes out) {
        int from = out.length();
        out.string(text).unquote(from);
    }

    /** Whether a value that starts so is text, a number or a boolean. */
    private static boolean isPlain(byte first) {
        return first != 'n' && first != '{' && first != '[';
    }

    /** The text with every placeholder filled in; one without a value is empty, or refuses the record where it must not. */
    String say(Scene scene, UnaryOperator<String> escaping) {
        var said = new StringBuilder(texts.getFirst());
        for (int i = 0; i < placeholders.size(); i++) {
            var placeholder = placeholders.get(i);
            var text = placeholder.source().text(scene);
            if ((text == null || text.isEmpty()) && placeholder.absence() == Placeholder.Absence.REFUSED) {
                scene.refuse(placeholder.source().missing());
            }
            said.append(text == null ? "" : escaping.apply(text)).append(texts.get(i + 1));
        }
        return said.toString();
    }
}
