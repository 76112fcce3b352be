package io.activationgateway.residency.document;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that its schema has accepted, read as typed values. What a schema cannot say (a country that does not
 * exist, values that contradict each other) ends the reading of the document as a {@link Misfit}.
 */
record View(Tree.Mapping mapping) {

    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    private static final Set<String> GROUPS = Set.of("EU", "EEA");

    /** Codes beside ISO 3166-1 that a policy may use: groups, Kosovo, and "international organisation". */
    private static final Set<String> OTHER_CODES = Set.of("EU", "EEA", "XK", "INT");

    /** A value that the document's schema allows and its meaning does not. */
    static final class Misfit extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient DocumentError error;

        Misfit(DocumentError error) {
            super(error.problem(), null, false, false);
            this.error = error;
        }

        DocumentError error() {
            return error;
        }
    }

    /** A value whose constructor may reject it; the rejection becomes an error at this mapping. */
    <T> T make(Supplier<T> value) {
        return make(mapping.place(), value);
    }

    /** The same, with the rejection told at a place. */
    static <T> T make(Place place, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            // our constructors say "problem (expected: remedy)"
            String message = String.valueOf(e.getMessage());
            int expected = message.indexOf(" (expected: ");
            throw new Misfit(
                    expected < 0
                            ? place.error(message, "See the schema of this kind of document.")
                            : place.error(
                                    message.substring(0, expected),
                                    "Expected: " + message.substring(expected + 12, message.length() - 1) + "."));
        }
    }

    String text(String key) {
        return mapping.text(key).orElseThrow(() -> unread(key));
    }

    String text(String key, String otherwise) {
        return mapping.text(key).orElse(otherwise);
    }

    @Nullable
    String textOrNull(String key) {
        return mapping.text(key).orElse(null);
    }

    boolean flag(String key) {
        return mapping.get(key) instanceof Tree.Flag flag && flag.value();
    }

    @Nullable
    Boolean flagOrNull(String key) {
        return mapping.get(key) instanceof Tree.Flag flag ? flag.value() : null;
    }

    int number(String key) {
        return mapping.get(key) instanceof Tree.Whole whole ? (int) whole.value() : 0;
    }

    int number(String key, int otherwise) {
        return mapping.entries().containsKey(key) ? number(key) : otherwise;
    }

    /** The numbers of a list, empty where it is missing. */
    List<Integer> numbers(String key) {
        return mapping.get(key) instanceof Tree.Sequence sequence
                ? sequence.items().stream()
                        .filter(Tree.Whole.class::isInstance)
                        .map(item -> (int) ((Tree.Whole) item).value())
                        .toList()
                : List.of();
    }

    LocalDate date(String key) {
        return make(placeOf(key), () -> day(text(key)));
    }

    @Nullable
    LocalDate dateOrNull(String key) {
        return mapping.entries().containsKey(key) ? date(key) : null;
    }

    String country(String key) {
        String code = knownCountry(text(key), placeOf(key));
        if (GROUPS.contains(code)) {
            throw new Misfit(
                    placeOf(key).error("\"" + code + "\" is a group of countries", "Write one country, such as DE."));
        }
        return code;
    }

    @Nullable
    String countryOrNull(String key) {
        return mapping.entries().containsKey(key) ? country(key) : null;
    }

    SortedSet<String> countries(String key) {
        var codes = new TreeSet<String>();
        for (Tree.Text code : texts(key)) {
            codes.add(knownCountry(code.value(), code.place()));
        }
        return codes;
    }

    <E extends Enum<E>> E word(Class<E> type, String key) {
        return Enum.valueOf(type, text(key));
    }

    <E extends Enum<E>> E word(Class<E> type, String key, E otherwise) {
        return mapping.text(key).map(word -> Enum.valueOf(type, word)).orElse(otherwise);
    }

    <E extends Enum<E>> @Nullable E wordOrNull(Class<E> type, String key) {
        return mapping.text(key).map(word -> Enum.valueOf(type, word)).orElse(null);
    }

    <E extends Enum<E>> List<E> words(Class<E> type, String key) {
        return texts(key).stream().map(word -> Enum.valueOf(type, word.value())).toList();
    }

    /** The texts of a list, empty where it is missing. */
    List<String> strings(String key) {
        return texts(key).stream().map(Tree.Text::value).toList();
    }

    /** The texts of a list with their places. */
    List<Tree.Text> texts(String key) {
        return mapping.get(key) instanceof Tree.Sequence sequence
                ? sequence.items().stream()
                        .filter(Tree.Text.class::isInstance)
                        .map(Tree.Text.class::cast)
                        .toList()
                : List.of();
    }

    /** What {@code reader} makes of each mapping of a list, empty where the list is missing. */
    <T> List<T> list(String key, Function<View, T> reader) {
        return views(key).stream().map(reader).toList();
    }

    List<View> views(String key) {
        return mapping.get(key) instanceof Tree.Sequence sequence
                ? sequence.items().stream()
                        .filter(Tree.Mapping.class::isInstance)
                        .map(item -> new View((Tree.Mapping) item))
                        .toList()
                : List.of();
    }

    /** What {@code reader} makes of the mapping under a key; of an empty one where it is missing. */
    <T> T inner(String key, Function<View, T> reader) {
        return reader.apply(view(key).orElseGet(() -> new View(new Tree.Mapping(mapping.place(), Map.of(), Map.of()))));
    }

    <T> @Nullable T innerOrNull(String key, Function<View, T> reader) {
        Optional<View> inner = view(key);
        return inner.isPresent() ? reader.apply(inner.get()) : null;
    }

    Optional<View> view(String key) {
        return mapping.get(key) instanceof Tree.Mapping inner ? Optional.of(new View(inner)) : Optional.empty();
    }

    Map<String, Integer> numbersByCountry() {
        var numbers = new LinkedHashMap<String, Integer>();
        mapping.entries()
                .keySet()
                .forEach(country -> numbers.put(knownCountry(country, mapping.placeOf(country)), number(country)));
        return numbers;
    }

    /** The place of a value, of the mapping where the key is missing. */
    Place placeOf(String key) {
        Tree value = mapping.get(key);
        return value == null ? mapping.place() : value.place();
    }

    static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no day (expected: a date such as 2026-11-20)", e);
        }
    }

    private static String knownCountry(String code, Place place) {
        String country = code.contains("-") ? code.substring(0, code.indexOf('-')) : code;
        if (!COUNTRIES.contains(country) && !OTHER_CODES.contains(country)) {
            throw new Misfit(place.error(
                    "\"" + code + "\" is no country",
                    "Write the ISO 3166 code"
                            + switch (code) {
                                case "UK" -> ": GB is the United Kingdom.";
                                case "EL" -> ": GR is Greece.";
                                default -> ", such as DE, TR or GB.";
                            }));
        }
        return code;
    }

    private IllegalStateException unread(String key) {
        return new IllegalStateException("schema let a document pass without " + key);
    }
}
