package io.activationgateway.residency.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into a {@link Tree}. It takes the part of YAML in which a text means what it shows: no
 * anchors, aliases or tags, no key twice, and plain {@code true}, {@code false}, {@code null} and whole numbers as the
 * only values that are not text, so that the country {@code NO} stays Norway and a date stays as written. Not
 * thread-safe; one instance reads one file.
 */
final class YamlReader {

    /** The largest document in bytes. */
    static final int MAX_BYTES = 1 << 20;

    /** How deep mappings and lists may lie inside each other. */
    static final int MAX_DEPTH = 24;

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

    private final Place file;
    private final ParserImpl parser;
    private final List<DocumentError> errors;

    private YamlReader(Place file, String text, List<DocumentError> errors) {
        this.file = file;
        this.errors = errors;
        var limits = new LoaderOptions();
        limits.setCodePointLimit(MAX_BYTES);
        limits.setNestingDepthLimit(MAX_DEPTH);
        this.parser = new ParserImpl(new StreamReader(text), limits);
    }

    /** The document of a file; what is wrong with it goes to {@code errors}, and then there is none. */
    static Optional<Tree> read(String file, byte[] bytes, List<DocumentError> errors) {
        Place whole = Place.wholeFile(file);
        if (bytes.length > MAX_BYTES) {
            errors.add(whole.error(
                    "the file is larger than " + MAX_BYTES + " bytes",
                    "Split the document, or leave out what it does not need."));
            return Optional.empty();
        }
        int before = errors.size();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            Tree tree = new YamlReader(whole, text, errors).document();
            return errors.size() == before ? Optional.ofNullable(tree) : Optional.empty();
        } catch (CharacterCodingException e) {
            errors.add(whole.error("the file is not UTF-8", "Save the file as UTF-8."));
        } catch (MarkedYAMLException e) {
            errors.add(at(whole, e.getProblemMark())
                    .error(
                            "the YAML is broken: " + e.getProblem(),
                            "Check indentation, colons, quotes and brackets here and just above."));
        } catch (YAMLException e) {
            errors.add(whole.error("the YAML cannot be read", "Remove control characters from the file."));
        } catch (TooDeep e) {
            errors.add(e.place.error(
                    "the document is nested too deeply",
                    "Use at most " + MAX_DEPTH + " levels of mappings and lists."));
        }
        return Optional.empty();
    }

    private @Nullable Tree document() throws TooDeep {
        parser.getEvent();
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            errors.add(file.error("the file is empty", "Write one document with kind and name, or remove the file."));
            return null;
        }
        parser.getEvent();
        Tree tree = node(file, 0);
        parser.getEvent();
        if (!parser.checkEvent(Event.ID.StreamEnd)) {
            errors.add(at(file, parser.peekEvent().getStartMark())
                    .error("a second document begins here", "Put each document into a file of its own."));
        }
        return tree;
    }

    private Tree node(Place parent, int depth) throws TooDeep {
        Event event = parser.getEvent();
        Place place = at(parent, event.getStartMark());
        if (depth > MAX_DEPTH) {
            throw new TooDeep(place);
        }
        refuseReferences(event, place);
        return switch (event) {
            case MappingStartEvent _ -> mapping(place, depth);
            case SequenceStartEvent _ -> sequence(place, depth);
            case ScalarEvent scalar -> scalar(scalar, place);
            default -> new Tree.Nothing(place);
        };
    }

    private void refuseReferences(Event event, Place place) {
        if (event instanceof AliasEvent) {
            errors.add(
                    place.error("an alias (*) stands here", "Write the value out; anchors and aliases are refused."));
        } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
            errors.add(
                    place.error("an anchor (&) stands here", "Write the value out; anchors and aliases are refused."));
        }
        String tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case MappingStartEvent mapping -> mapping.getTag();
            case SequenceStartEvent sequence -> sequence.getTag();
            default -> null;
        };
        if (tag != null) {
            errors.add(place.error("a tag (!) stands here", "Remove the tag; quote the value if it is a text."));
        }
    }

    private Tree mapping(Place place, int depth) throws TooDeep {
        var entries = new LinkedHashMap<String, Tree>();
        var keys = new HashMap<String, Place>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Event event = parser.peekEvent();
            Place at = at(place, event.getStartMark());
            if (!(event instanceof ScalarEvent scalar)) {
                errors.add(at.error("a key is not a text", "Use a plain name before the colon."));
                node(place, depth + 1);
                node(place, depth + 1);
                continue;
            }
            refuseReferences(parser.getEvent(), at);
            String key = wellFormed(scalar.getValue(), at);
            Place named = at.inside(key);
            Place earlier = keys.putIfAbsent(key, named);
            Tree value = node(named, depth + 1);
            if (earlier == null) {
                entries.put(key, value);
            } else {
                errors.add(named.error(
                        "the key \"" + key + "\" occurs twice",
                        "Keep one of them; the first stands in line " + earlier.line() + "."));
            }
        }
        parser.getEvent();
        return new Tree.Mapping(place, entries, keys);
    }

    private Tree sequence(Place place, int depth) throws TooDeep {
        var items = new ArrayList<Tree>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node(place.inside(items.size()), depth + 1));
        }
        parser.getEvent();
        return new Tree.Sequence(place, items);
    }

    private Tree scalar(ScalarEvent scalar, Place place) {
        String value = wellFormed(scalar.getValue(), place);
        if (!scalar.isPlain()) {
            return new Tree.Text(place, value);
        }
        return switch (value) {
            case "", "~", "null" -> new Tree.Nothing(place);
            case "true" -> new Tree.Flag(place, true);
            case "false" -> new Tree.Flag(place, false);
            default ->
                WHOLE.matcher(value).matches()
                        ? new Tree.Whole(place, Long.parseLong(value))
                        : new Tree.Text(place, value);
        };
    }

    /** Half of a character, which only an escape can write, has no UTF-8 and so no canonical form. */
    private String wellFormed(String text, Place place) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            errors.add(
                    place.error("the text holds half of a character", "Write the character itself, not \\u escapes."));
        }
        return text;
    }

    private static Place at(Place place, @Nullable Mark mark) {
        return mark == null ? place : place.at(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static final class TooDeep extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Place place;

        TooDeep(Place place) {
            super(null, null, false, false);
            this.place = place;
        }
    }
}
