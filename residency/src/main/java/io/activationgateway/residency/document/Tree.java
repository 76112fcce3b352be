package io.activationgateway.residency.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A document as a tree in which every node knows its place. Immutable. */
sealed interface Tree {

    Place place();

    /** The node as an error message names it. */
    String kind();

    /**
     * @param keys where each key stands
     */
    record Mapping(Place place, Map<String, Tree> entries, Map<String, Place> keys) implements Tree {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            keys = Map.copyOf(keys);
        }

        @Override
        public String kind() {
            return "a mapping";
        }

        @Nullable
        Tree get(String key) {
            return entries.get(key);
        }

        /** The text under a key, where a text stands there. */
        Optional<String> text(String key) {
            return get(key) instanceof Text text ? Optional.of(text.value()) : Optional.empty();
        }

        /** The place of a key, of the mapping itself where the key is missing. */
        Place placeOf(String key) {
            return keys.getOrDefault(key, place);
        }
    }

    record Sequence(Place place, List<Tree> items) implements Tree {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    record Text(Place place, String value) implements Tree {
        @Override
        public String kind() {
            return "a text";
        }
    }

    /** A whole number; documents have no other ones. */
    record Whole(Place place, long value) implements Tree {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record Flag(Place place, boolean value) implements Tree {
        @Override
        public String kind() {
            return value ? "true" : "false";
        }
    }

    record Nothing(Place place) implements Tree {
        @Override
        public String kind() {
            return "nothing";
        }
    }
}
