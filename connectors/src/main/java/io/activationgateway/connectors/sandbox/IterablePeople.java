package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.sandbox.SimulatedIterable.ProjectType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whom a simulated Iterable project knows, has forgotten, and takes no address of. */
final class IterablePeople {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern USER_ID = Pattern.compile("[\\x20-\\x7e]{0,51}[\\x21-\\x7e]");

    private final ProjectType project;
    private final boolean everybodyKnown;
    private final Set<String> forgottenAtFirst;
    private final Set<String> forgotten = new HashSet<>();
    private final Map<String, Account> accounts = new HashMap<>();

    /** One person, by each of their identifiers: the channels and message types that their profile lists, by its fields. */
    private record Account(Set<String> identifiers, Map<String, SortedSet<Long>> lists) {

        Account() {
            this(new HashSet<>(), new TreeMap<>());
        }
    }

    /** The failed identifiers of one request, in the vendor's groups. */
    static final class Failures {

        private static final List<String> GROUPS =
                List.of("conflict", "forgotten", "invalid", "invalidData", "notFound");

        private final Map<String, Set<String>> groups = new TreeMap<>();
        private int count;

        private void add(String reason, boolean email, String identifier) {
            // The vendor answers with addresses in lower case.
            groups.computeIfAbsent(reason + (email ? "Emails" : "UserIds"), _ -> new TreeSet<>())
                    .add(email ? identifier.toLowerCase(Locale.ROOT) : identifier);
            count++;
        }

        JsonObject reply(int entries) {
            var failed = new JsonObject();
            for (var group : GROUPS) {
                failed.put(group + "Emails", array(group + "Emails"));
                failed.put(group + "UserIds", array(group + "UserIds"));
            }
            return new JsonObject()
                    .put("successCount", entries - count)
                    .put("failCount", count)
                    .put("createdFields", new JsonArray())
                    .put("filteredOutFields", new JsonArray())
                    .put("failedUpdates", failed)
                    .put("invalidEmails", array("invalidEmails"))
                    .put("invalidUserIds", array("invalidUserIds"));
        }

        private JsonArray array(String group) {
            return new JsonArray(List.copyOf(groups.getOrDefault(group, Set.of())));
        }
    }

    IterablePeople(SimulatedIterable settings) {
        this.project = settings.project();
        this.everybodyKnown = settings.everybodyKnown();
        this.forgottenAtFirst = settings.forgotten();
        this.forgotten.addAll(forgottenAtFirst);
    }

    /** Whether an entry names its person in the way that this type of project needs. */
    boolean isNamed(JsonObject entry) {
        boolean byUserId = entry.getValue("userId") instanceof String;
        boolean byEmail = entry.getValue("email") instanceof String;
        return switch (project) {
            case USER_ID -> byUserId;
            case EMAIL -> byEmail;
            case HYBRID -> byUserId || byEmail;
        };
    }

    /** Why the person of an entry is refused, noted among the failures, or null; an upsert makes them known. */
    @Nullable
    String take(JsonObject entry, boolean mustExist, boolean upsert, Failures failures) {
        boolean byEmail = project == ProjectType.EMAIL || !(entry.getValue("userId") instanceof String);
        var identifier = entry.getString(byEmail ? "email" : "userId");
        var email = entry.getString("email");
        boolean badEmail = email != null && !EMAIL.matcher(email).matches();
        var reason = refusal(identifier, badEmail, byEmail, mustExist);
        if (reason != null) {
            boolean blameEmail = byEmail || (badEmail && reason.equals("invalid"));
            failures.add(reason, blameEmail, blameEmail && email != null ? email : identifier);
        } else if (upsert) {
            var account = accounts.computeIfAbsent(fold(identifier, byEmail), _ -> new Account());
            account.identifiers().add(fold(identifier, byEmail));
            if (email != null) {
                account.identifiers().add(fold(email, true));
                accounts.putIfAbsent(fold(email, true), account);
            }
        }
        return reason;
    }

    void reset() {
        accounts.clear();
        forgotten.clear();
        forgotten.addAll(forgottenAtFirst);
    }

    /** What a person's profile lists, by its fields; null where nobody is known by this identifier. */
    @Nullable
    Map<String, SortedSet<Long>> lists(String identifier, boolean email) {
        var account = accounts.get(fold(identifier, email));
        if (account == null && everybodyKnown && !isForgotten(identifier, email)) {
            account = new Account();
            account.identifiers().add(fold(identifier, email));
            accounts.put(fold(identifier, email), account);
        }
        return account == null ? null : account.lists();
    }

    boolean isForgotten(String identifier, boolean email) {
        return forgotten.contains(fold(identifier, email));
    }

    /** Deletes a person, known or not, and takes none of their identifiers any more. */
    void forget(String identifier, boolean email) {
        var account = accounts.get(fold(identifier, email));
        var identifiers = account == null ? Set.of(fold(identifier, email)) : account.identifiers();
        forgotten.addAll(identifiers);
        accounts.keySet().removeAll(Set.copyOf(identifiers));
    }

    private @Nullable String refusal(String identifier, boolean badEmail, boolean byEmail, boolean mustExist) {
        if (badEmail || (!byEmail && !USER_ID.matcher(identifier).matches())) {
            return "invalid";
        }
        if (forgotten.contains(fold(identifier, byEmail))) {
            return "forgotten";
        }
        boolean exists = everybodyKnown || accounts.containsKey(fold(identifier, byEmail));
        return mustExist && !exists ? "notFound" : null;
    }

    private static String fold(String identifier, boolean email) {
        return email ? identifier.toLowerCase(Locale.ROOT) : identifier;
    }
}
