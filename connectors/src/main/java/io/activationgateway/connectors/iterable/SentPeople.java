package io.activationgateway.connectors.iterable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who was in a request, by position, read back from its body: needed only when the vendor names failures. */
final class SentPeople {

    private static final JsonFactory JSON = new JsonFactory();

    private record Person(
            @Nullable String userId,
            @Nullable String email,
            @Nullable String event) {

        @Override
        public String toString() {
            return "Person[redacted]";
        }
    }

    private final List<Person> people = new ArrayList<>();
    private final Map<String, Integer> times = new HashMap<>();
    private final Set<String> userIds = new HashSet<>();

    private SentPeople() {}

    static SentPeople parse(Sent sent) {
        var people = new SentPeople();
        try (var parser = JSON.createParser(sent.request().body().getBytes())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.nextToken() == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        people.add(person(parser));
                    }
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("a request of our own is not JSON", impossible);
        }
        return people;
    }

    /** Why the record at a position failed, or null where the reply does not name it. */
    @Nullable
    VendorCode failure(int position, BulkReply reply) {
        var person = people.get(position);
        if (person.event() != null && reply.disallowedEvents().contains(person.event())) {
            return VendorCode.EVENT_NAME_DISALLOWED;
        }
        var byEmail = person.email() == null ? null : reply.emails().get(lower(person.email()));
        return byEmail != null || person.userId() == null ? byEmail : byUserId(person.userId(), reply);
    }

    /** Whether every identifier that the reply names was in this request. */
    boolean names(BulkReply reply) {
        return reply.emails().keySet().stream().allMatch(email -> times.containsKey("e" + email))
                && reply.userIds().keySet().stream().allMatch(userId -> times.containsKey("u" + lower(userId)));
    }

    /** Whether the request carries another record of the same person. */
    boolean isRepeated(int position) {
        var person = people.get(position);
        return (person.userId() != null && times.getOrDefault("u" + lower(person.userId()), 0) > 1)
                || (person.email() != null && times.getOrDefault("e" + lower(person.email()), 0) > 1);
    }

    /** User ids are case sensitive, yet the vendor may answer in lower case: the exact one counts, else any case. */
    private @Nullable VendorCode byUserId(String userId, BulkReply reply) {
        var exact = reply.userIds().get(userId);
        if (exact != null) {
            return exact;
        }
        var anyCase = reply.userIdsAnyCase().get(lower(userId));
        return anyCase == null || userIds.contains(anyCase)
                ? null
                : reply.userIds().get(anyCase);
    }

    private void add(Person person) {
        people.add(person);
        if (person.userId() != null) {
            userIds.add(person.userId());
            times.merge("u" + lower(person.userId()), 1, Integer::sum);
        }
        if (person.email() != null) {
            times.merge("e" + lower(person.email()), 1, Integer::sum);
        }
    }

    private static Person person(JsonParser parser) throws IOException {
        String userId = null;
        String email = null;
        String event = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "userId" -> userId = parser.getText();
                case "email" -> email = parser.getText();
                case "eventName" -> event = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new Person(userId, email, event);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
