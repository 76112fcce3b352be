package io.activationgateway.connectors.template;

import io.activationgateway.connectors.ReplyJson;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON pointer (RFC 6901) into an answer. */
record Pointer(List<String> steps) {

    private static final int MAX_DIGITS = 6;

    Pointer {
        steps = List.copyOf(steps);
    }

    /** Reads a pointer; null where the text is none. */
    static @Nullable Pointer parse(String text) {
        if (!text.isEmpty() && !text.startsWith("/")) {
            return null;
        }
        return new Pointer(Arrays.stream(text.split("/", -1))
                .skip(1)
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList());
    }

    /** What it points to; absent where nothing is there. */
    ReplyJson find(ReplyJson root) {
        var found = root;
        for (var step : steps) {
            found = found.isArray() ? element(found, step) : found.get(step);
        }
        return found;
    }

    private static ReplyJson element(ReplyJson array, String step) {
        boolean index =
                !step.isEmpty() && step.length() <= MAX_DIGITS && step.chars().allMatch(c -> c >= '0' && c <= '9');
        var items = array.items();
        int at = index ? Integer.parseInt(step) : items.size();
        // Nothing has a member in an array.
        return at < items.size() ? items.get(at) : array.get(step);
    }
}
