package io.activationgateway.residency.explanation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.residency.verdict.Reason;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** The texts of one language. Immutable; any thread. */
final class Wording {

    private static final Map<Language, Wording> ALL = read();

    private final Language language;
    private final Map<String, String> texts;

    private Wording(Language language, Map<String, String> texts) {
        this.language = language;
        this.texts = Map.copyOf(texts);
    }

    static Wording of(Language language) {
        var wording = ALL.get(language);
        if (wording == null) {
            throw new IllegalStateException("no texts in " + language);
        }
        return wording;
    }

    /** The text of a key with {@code {0}}, {@code {1}} and so on replaced. */
    String text(String key, Object... arguments) {
        var text = texts.get(key);
        if (text == null) {
            throw new IllegalStateException("no text \"" + key + "\" in " + language);
        }
        for (int i = 0; i < arguments.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(arguments[i]));
        }
        return text;
    }

    /** The text of a word of a vocabulary. */
    String word(String vocabulary, Enum<?> word) {
        return text(key(vocabulary, word));
    }

    /** The texts of words, with commas between them. */
    String words(String vocabulary, Iterable<? extends Enum<?>> words) {
        var all = new ArrayList<String>();
        words.forEach(word -> all.add(word(vocabulary, word)));
        return String.join(", ", all);
    }

    String reason(Reason reason) {
        return switch (language) {
            case ENGLISH -> reason.english();
            case TURKISH -> reason.turkish();
        };
    }

    /** The keys that have a text. */
    Set<String> keys() {
        return texts.keySet();
    }

    static String key(String vocabulary, Enum<?> word) {
        return vocabulary + "." + word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<Language, Wording> read() {
        var all = new EnumMap<Language, Wording>(Language.class);
        for (var language : List.of(Language.values())) {
            all.put(language, new Wording(language, read("/explanation/" + language.tag() + ".properties")));
        }
        return all;
    }

    private static Map<String, String> read(String resource) {
        try (var in = Wording.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "class path: " + resource + " is missing (expected: the module packaged with its resources)");
            }
            var properties = new Properties();
            properties.load(new InputStreamReader(in, UTF_8));
            return properties.stringPropertyNames().stream()
                    .collect(Collectors.toMap(key -> key, properties::getProperty));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(resource, unreadable);
        }
    }
}
