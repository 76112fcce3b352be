package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one destination as its vendor reads them: text, numbers, flags, lists and maps of those, references to
 * secrets already resolved. A vendor reads all it knows, then calls {@link #refuseOthers}. Not thread-safe; holds secrets
 * and does not print them.
 */
public final class Settings {

    private final String path;
    private final Map<String, Object> values;
    private final Set<String> read = new HashSet<>();

    /** {@code path} is where the settings stand in the configuration, for example {@code destinations.iterable-eu}. */
    public Settings(String path, Map<String, ?> values) {
        this.path = requireNonNull(path, "path");
        this.values = new LinkedHashMap<>(values);
    }

    /** Text that must be there and not be blank. */
    public String text(String name) {
        var text = optionalText(name);
        if (text == null) {
            throw wrong(name, "is missing", "set it");
        }
        return text;
    }

    /** Text, or null where the setting is absent; blank text is an error. */
    public @Nullable String optionalText(String name) {
        var value = value(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text) || text.isBlank()) {
            throw wrong(name, "is not text", "give a string that is not blank");
        }
        return text;
    }

    /** One of a few words, or the default where the setting is absent. */
    public String choice(String name, String absent, Set<String> allowed) {
        var text = optionalText(name);
        if (text == null) {
            return absent;
        }
        if (!allowed.contains(text)) {
            throw wrong(name, "is not known", "use one of " + new TreeSet<>(allowed));
        }
        return text;
    }

    /** One or more texts; a single text counts as a list of one. */
    public List<String> texts(String name) {
        var value = value(name);
        if (value instanceof String) {
            return List.of(text(name));
        }
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            throw wrong(name, "is missing", "give one string or a list of strings");
        }
        var texts = new ArrayList<String>();
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof String text) || text.isBlank()) {
                throw wrong(name + "[" + i + "]", "is not text", "give a string that is not blank");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    /** Whether the setting is there. */
    public boolean isSet(String name) {
        return value(name) != null;
    }

    public boolean flag(String name, boolean absent) {
        var value = value(name);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof Boolean flag)) {
            throw wrong(name, "is not a flag", "use true or false");
        }
        return flag;
    }

    /** A whole number from {@code least} to {@code most}, or the default where the setting is absent. */
    public int number(String name, int absent, int least, int most) {
        var value = value(name);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof Integer number) || number < least || number > most) {
            throw wrong(name, "is out of range", "use a whole number from " + least + " to " + most);
        }
        return number;
    }

    /** Names with whole positive numbers; empty where the setting is absent. */
    public Map<String, Long> numbers(String name) {
        var value = value(name);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(name, "is not a map", "give names with whole numbers");
        }
        var numbers = new LinkedHashMap<String, Long>();
        map.forEach((key, number) -> {
            if (!(number instanceof Integer || number instanceof Long) || ((Number) number).longValue() <= 0) {
                throw wrong(name + "." + key, "is not a positive whole number", "give the id that the vendor shows");
            }
            numbers.put(String.valueOf(key), ((Number) number).longValue());
        });
        return Map.copyOf(numbers);
    }

    /** Whatever the configuration holds there: maps, lists, texts, numbers, flags; null where the setting is absent. */
    public @Nullable Object tree(String name) {
        return value(name);
    }

    /** Names with texts; empty where the setting is absent. */
    public Map<String, String> textMap(String name) {
        var value = value(name);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(name, "is not a map", "give names with texts");
        }
        var texts = new LinkedHashMap<String, String>();
        map.forEach((key, text) -> {
            if (!(text instanceof String given) || given.isBlank()) {
                throw wrong(name + "." + key, "is not text", "give a string that is not blank");
            }
            texts.put(String.valueOf(key), given);
        });
        return Map.copyOf(texts);
    }

    /**
     * The data region that the setting names. Another host takes its place only by {@code endpoint} together with
     * {@code sandbox: true}.
     */
    public DataRegion region(List<DataRegion> regions) {
        var name = text("region");
        return regions.stream()
                .filter(region -> region.name().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong(
                        "region",
                        "is not a data region of this vendor",
                        "use one of " + regions.stream().map(DataRegion::name).toList()));
    }

    /** The endpoint of a data region, or the one that stands in for it. */
    public Endpoint endpoint(DataRegion region) {
        boolean sandbox = flag("sandbox", false);
        var override = optionalText("endpoint");
        if (override == null) {
            if (sandbox) {
                throw wrong("sandbox", "has no endpoint", "name the simulator's URL as endpoint, or remove sandbox");
            }
            return new Endpoint(region.endpoint(), region.countries(), false);
        }
        if (!sandbox) {
            throw wrong(
                    "endpoint", "replaces the vendor's host", "set sandbox: true if this is meant, or remove endpoint");
        }
        var uri = uri("endpoint", override);
        if (uri.getRawQuery() != null) {
            throw wrong("endpoint", "has a query", "remove it");
        }
        return new Endpoint(uri, region.countries(), true);
    }

    /** An absolute http or https URI. */
    public URI uri(String name) {
        return uri(name, text(name));
    }

    /** A country as an ISO 3166-1 alpha-2 code. */
    public String country(String name) {
        var country = text(name);
        if (!Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).contains(country)) {
            throw wrong(name, "is not a country", "use an ISO 3166-1 alpha-2 code in capitals, such as DE");
        }
        return country;
    }

    /** Ends the reading: a setting that nobody read is an error. */
    public void refuseOthers() {
        for (var name : values.keySet()) {
            if (!read.contains(name)) {
                throw wrong(name, "is not a setting of this vendor", "remove it, or use one of " + new TreeSet<>(read));
            }
        }
    }

    /** An error at one of these settings. */
    public SettingsException wrong(String name, String problem, String remedy) {
        return new SettingsException(path + "." + name, problem, remedy);
    }

    private @Nullable Object value(String name) {
        read.add(name);
        return values.get(name);
    }

    private URI uri(String name, String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException notAUri) {
            throw wrong(name, "is not a URL", "give an absolute http or https URL");
        }
        var scheme = uri.getScheme();
        if (!("http".equals(scheme) || "https".equals(scheme)) || uri.getHost() == null) {
            throw wrong(name, "is not a URL", "give an absolute http or https URL");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw wrong(name, "has user information or a fragment", "remove it");
        }
        return uri;
    }

    @Override
    public String toString() {
        return "Settings[" + path + "]";
    }
}
