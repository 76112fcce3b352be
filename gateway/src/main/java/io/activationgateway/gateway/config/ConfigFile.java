package io.activationgateway.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.residency.document.CheckedYaml;
import io.activationgateway.residency.document.DocumentError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A configuration file as text: variables of the environment put in, the rest held against the schema. */
final class ConfigFile {

    private static final String SCHEMA = "schemas/gateway.schema.json";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}\\n]*))?}");

    private final Path file;
    private final Function<String, @Nullable String> environment;

    ConfigFile(Path file, Function<String, @Nullable String> environment) {
        this.file = file.toAbsolutePath().normalize();
        this.environment = environment;
    }

    /** A path as the file names it: relative to the file. */
    Path path(String name) {
        return file.resolveSibling(name).normalize();
    }

    /** A variable of the environment without the blanks around it, null where it is not set or blank. */
    @Nullable
    String variable(String name) {
        var value = environment.apply(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** The values, references to secrets as they stand; throws {@link ConfigException} where the file misfits. */
    Values values() {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException unreadable) {
            throw new ConfigException(file + ": cannot be read (expected: the YAML file of a node)");
        }
        var bytes = withEnvironment(text).getBytes(UTF_8);
        return switch (CheckedYaml.read(name(), bytes, ConfigFile.class, SCHEMA)) {
            case CheckedYaml.Fits(var values) -> new Values("", values);
            case CheckedYaml.Misfits(var misfits) ->
                throw new ConfigException(
                        misfits.stream().map(DocumentError::text).toList());
        };
    }

    private String withEnvironment(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            var value = environment.apply(match.group(1));
            if (value == null) {
                value = match.group(2);
            }
            if (value == null) {
                throw new ConfigException(name() + ": ${" + match.group(1)
                        + "} is not set (expected: the variable in the environment, or a default as ${"
                        + match.group(1) + ":-value})");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private String name() {
        return String.valueOf(file.getFileName());
    }
}
