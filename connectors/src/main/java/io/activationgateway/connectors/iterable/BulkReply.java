package io.activationgateway.connectors.iterable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a bulk call's 200: how many failed, and whose identifiers. Holds personal data and does not print it.
 *
 * @param emails failed addresses in lower case
 * @param userIds failed user ids as the vendor writes them
 * @param userIdsAnyCase the same by their lower case
 */
record BulkReply(
        int failCount,
        Map<String, VendorCode> emails,
        Map<String, VendorCode> userIds,
        Map<String, String> userIdsAnyCase,
        Set<String> disallowedEvents) {

    private static final JsonFactory JSON = new JsonFactory();

    /** The reply, or null where the body is none. */
    static @Nullable BulkReply parse(Buffer body) {
        try (var parser = JSON.createParser(body.getBytes())) {
            return parser.nextToken() == JsonToken.START_OBJECT ? parse(parser) : null;
        } catch (IOException notJson) {
            return null;
        }
    }

    /** The {@code code} of an error's body; empty where there is none. */
    static String errorCode(Buffer body) {
        var code = "";
        try (var parser = JSON.createParser(body.getBytes())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean named = parser.currentName().equals("code");
                if (parser.nextToken() == JsonToken.VALUE_STRING && named) {
                    code = parser.getText();
                }
                parser.skipChildren();
            }
            return code;
        } catch (IOException notJson) {
            return "";
        }
    }

    boolean isClean() {
        return failCount == 0 && emails.isEmpty() && userIds.isEmpty() && disallowedEvents.isEmpty();
    }

    private static @Nullable BulkReply parse(JsonParser parser) throws IOException {
        int successCount = -1;
        int failCount = -1;
        var emails = new HashMap<String, VendorCode>();
        var userIds = new HashMap<String, VendorCode>();
        var oldEmails = new HashMap<String, VendorCode>();
        var oldUserIds = new HashMap<String, VendorCode>();
        var events = new HashSet<String>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            switch (name) {
                case "successCount" -> successCount = count(parser);
                case "failCount" -> failCount = count(parser);
                case "disallowedEventNames" -> texts(parser, value, events);
                case "failedUpdates" -> failures(parser, value, emails, userIds);
                case "invalidEmails", "invalidUserIds" -> failures(parser, name, value, oldEmails, oldUserIds);
                default -> parser.skipChildren();
            }
        }
        if (successCount < 0 || failCount < 0 || parser.currentToken() != JsonToken.END_OBJECT) {
            return null;
        }
        // The old lists name whoever failed, wherever they stand: the groups tell why.
        oldEmails.forEach(emails::putIfAbsent);
        oldUserIds.forEach(userIds::putIfAbsent);
        var anyCase = new HashMap<String, String>();
        userIds.keySet().forEach(userId -> anyCase.put(userId.toLowerCase(Locale.ROOT), userId));
        return new BulkReply(failCount, emails, userIds, anyCase, events);
    }

    private static int count(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : -1;
    }

    private static void failures(
            JsonParser parser, JsonToken value, Map<String, VendorCode> emails, Map<String, VendorCode> userIds)
            throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            failures(parser, name, parser.nextToken(), emails, userIds);
        }
    }

    private static void failures(
            JsonParser parser,
            String name,
            JsonToken value,
            Map<String, VendorCode> emails,
            Map<String, VendorCode> userIds)
            throws IOException {
        var named = new HashSet<String>();
        texts(parser, value, named);
        if (name.endsWith("Emails")) {
            named.forEach(email -> emails.putIfAbsent(email.toLowerCase(Locale.ROOT), code(name)));
        } else if (name.endsWith("UserIds")) {
            named.forEach(userId -> userIds.putIfAbsent(userId, code(name)));
        }
    }

    private static void texts(JsonParser parser, JsonToken value, Set<String> into) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                into.add(parser.getText());
            }
            parser.skipChildren();
        }
    }

    private static VendorCode code(String name) {
        return switch (name) {
            case "forgottenEmails", "forgottenUserIds" -> VendorCode.FORGOTTEN;
            case "conflictEmails", "conflictUserIds" -> VendorCode.CONFLICT;
            case "invalidEmails", "invalidUserIds" -> VendorCode.IDENTIFIER_INVALID;
            case "notFoundEmails", "notFoundUserIds" -> VendorCode.NOT_FOUND;
            default -> VendorCode.DATA_INVALID;
        };
    }

    @Override
    public String toString() {
        return "BulkReply[" + failCount + " failed]";
    }
}
