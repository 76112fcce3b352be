package io.activationgateway.connectors.template;

import io.activationgateway.connectors.JsonBytes;
import java.util.List;

/** A part of a template's body. Immutable. */
sealed interface Piece {

    /** Writes it as JSON. False where it is to be left out; then nothing is written. */
    boolean write(Scene scene, JsonBytes out);

    /** JSON text that never changes. */
    record Literal(String json) implements Piece {

        @Override
        public boolean write(Scene scene, JsonBytes out) {
            out.ascii(json);
            return true;
        }
    }

    /** A placeholder that is a whole value. */
    record Value(Placeholder placeholder) implements Piece {

        @Override
        public boolean write(Scene scene, JsonBytes out) {
            if (placeholder.source().write(scene, out)) {
                return true;
            }
            return switch (placeholder.absence()) {
                case OMITTED -> false;
                case REFUSED -> {
                    scene.refuse(placeholder.source().missing());
                    yield false;
                }
                case NULL -> {
                    out.ascii("null");
                    yield true;
                }
            };
        }
    }

    /** A text with placeholders in it. */
    record Text(Wording wording) implements Piece {

        @Override
        public boolean write(Scene scene, JsonBytes out) {
            wording.write(scene, out);
            return true;
        }
    }

    /** An object; its names never change. */
    record Members(List<Member> members) implements Piece {

        public Members {
            members = List.copyOf(members);
        }

        @Override
        public boolean write(Scene scene, JsonBytes out) {
            out.ascii("{");
            int start = out.length();
            for (int i = 0; i < members.size(); i++) { // an iterator for every row would be garbage
                var member = members.get(i);
                int before = out.length();
                out.ascii(before > start ? "," : "").string(member.name()).ascii(":");
                if (!member.value().write(scene, out)) {
                    out.truncate(before);
                }
            }
            out.ascii("}");
            return true;
        }
    }

    /** A member of an object. */
    record Member(String name, Piece value) {}

    /** An array. */
    record Elements(List<Piece> elements) implements Piece {

        public Elements {
            elements = List.copyOf(elements);
        }

        @Override
        public boolean write(Scene scene, JsonBytes out) {
            out.ascii("[");
            int start = out.length();
            for (var element : elements) {
                int before = out.length();
                out.ascii(before > start ? "," : "");
                if (!element.write(scene, out)) {
                    out.truncate(before);
                }
            }
            out.ascii("]");
            return true;
        }
    }
}
