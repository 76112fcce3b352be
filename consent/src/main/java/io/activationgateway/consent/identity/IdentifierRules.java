package io.activationgateway.consent.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one spelling under which an identifier is known. It never depends on the locale, and normalising a normal form
 * changes nothing. Any thread.
 *
 * <ul>
 *   <li>E-mail: surrounding white space goes, NFC, lower case; {@code " Ayse@Example.COM "} is {@code ayse@example.com}.
 *       No provider's rules: dots and {@code +tag} stay, because they tell two addresses apart elsewhere. It must have
 *       one {@code @}, a name of up to 64 and a dotted domain, up to 254 characters in all.
 *   <li>Phone: E.164; {@code "0532 123 45 67"} of a row from TR is {@code +905321234567}. The country is the row's own,
 *       never a guess, for a guess gives another person's number; without one the number must be international. Numbers
 *       of a possible length are taken, assigned or not: numbering plans change faster than this software.
 *   <li>User id, anonymous id, device id, custom: surrounding white space goes, NFC; case counts.
 * </ul>
 *
 * No value holds control characters or more than 512 characters.
 */
public final class IdentifierRules {

    private static final int E164_LEAST = 8;
    private static final int E164_MOST = 16;
    private static final int EMAIL_LENGTH = 254;
    private static final int EMAIL_NAME = 64;
    private static final char DELETE = 0x7f;
    private static final int LENGTH = 512;

    private IdentifierRules() {}

    /**
     * The normal form of {@code raw}, as the register keeps it.
     *
     * @param country the ISO 3166 code that the record declares, such as DE or US-CA; null where it declares none
     */
    public static NormalForm normalise(IdentifierType type, String raw, @Nullable String country) {
        if (raw.length() > LENGTH) {
            return new NormalForm.Refused("up to " + LENGTH + " characters");
        }
        return switch (type) {
            case EMAIL -> email(raw);
            case PHONE -> phone(raw.strip(), country);
            case USER_ID, ANONYMOUS_ID, DEVICE_ID, CUSTOM -> opaque(type, raw);
        };
    }

    /**
     * Whether {@code raw} has the shape of E.164. Such a number is looked up as it stands, which spares the library's 10
     * microseconds; only what the register does not know then goes through {@link #normalise}, which mends a number
     * that has the shape and is none, such as {@code +9005321234567}.
     */
    public static boolean isE164(String raw) {
        int length = raw.length();
        if (length < E164_LEAST || length > E164_MOST || raw.charAt(0) != '+' || raw.charAt(1) == '0') {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (raw.charAt(i) < '0' || raw.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static NormalForm email(String raw) {
        var value = isAscii(raw)
                ? raw.strip().toLowerCase(Locale.ROOT)
                : nfc(nfc(raw.strip()).toLowerCase(Locale.ROOT));
        if (!isEmail(value)) {
            return new NormalForm.Refused("an e-mail address such as name@example.com, not hashed");
        }
        return found(IdentifierType.EMAIL, value);
    }

    /** One at sign after a name of up to 64, a domain of two labels and more, no white space, no control character. */
    static boolean isEmail(String value) {
        int at = value.indexOf('@');
        if (at < 1 || value.codePointCount(0, at) > EMAIL_NAME || value.length() > EMAIL_LENGTH) {
            return false;
        }
        int label = at + 1;
        int labels = 1;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c == DELETE || (c == '@' && i != at)) {
                return false;
            }
            if (c == '.' && i > at) {
                if (i == label) {
                    return false;
                }
                label = i + 1;
                labels++;
            }
        }
        return labels > 1 && label < value.length();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > DELETE) {
                return false;
            }
        }
        return true;
    }

    private static NormalForm phone(String raw, @Nullable String country) {
        var library = PhoneNumberUtil.getInstance();
        try {
            var number = library.parse(raw, country == null ? null : region(country));
            if (library.isPossibleNumber(number)) {
                return found(IdentifierType.PHONE, library.format(number, PhoneNumberFormat.E164));
            }
        } catch (NumberParseException e) {
            // Answered below: the exception's message may hold the number.
        }
        return isE164(raw)
                ? found(IdentifierType.PHONE, raw)
                : new NormalForm.Refused(
                        "a phone number such as +905321234567, or in the form of the record's country");
    }

    /** Numbers are written as in the whole country, whatever its subdivision. */
    private static String region(String country) {
        int hyphen = country.indexOf('-');
        return (hyphen < 0 ? country : country.substring(0, hyphen)).toUpperCase(Locale.ROOT);
    }

    private static NormalForm opaque(IdentifierType type, String raw) {
        var value = isAscii(raw) ? raw.strip() : nfc(raw.strip()).strip();
        if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
            return new NormalForm.Refused("1 to " + LENGTH + " characters without control characters");
        }
        return found(type, value);
    }

    private static NormalForm found(IdentifierType type, String value) {
        return new NormalForm.Found(new Identifier(type, value));
    }

    private static String nfc(String text) {
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
