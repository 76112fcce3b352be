package io.activationgateway.residency.oracle;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** The documents of a policy by kind, each kind in order of names. */
record PolicyText(Map<String, List<Sheet>> kinds) {

    static PolicyText of(Collection<String> texts) {
        var yaml = yaml();
        var kinds = texts.stream()
                .map(text -> Sheet.of(yaml.load(text)))
                .sorted(Comparator.comparing(document -> document.text("name")))
                .collect(Collectors.groupingBy(document -> document.text("kind"), TreeMap::new, Collectors.toList()));
        return new PolicyText(kinds);
    }

    List<Sheet> all(String kind) {
        return kinds.getOrDefault(kind, List.of());
    }

    Optional<Sheet> find(String kind, String name) {
        return all(kind).stream()
                .filter(document -> document.text("name").equals(name))
                .findFirst();
    }

    Sheet get(String kind, String name) {
        return find(kind, name).orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    /** A reader to which every value is a text: Norway stays NO, and a day is what was written. */
    private static Yaml yaml() {
        var loading = new LoaderOptions();
        var dumping = new DumperOptions();
        var texts = new Resolver() {
            @Override
            protected void addImplicitResolvers() {
                // none: nothing is anything but text
            }
        };
        return new Yaml(new SafeConstructor(loading), new Representer(dumping), dumping, loading, texts);
    }
}
