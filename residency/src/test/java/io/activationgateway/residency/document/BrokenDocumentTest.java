package io.activationgateway.residency.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake a person makes in a policy gets one error that names place and remedy. */
class BrokenDocumentTest {

    private static final Map<String, String> SOUND = Map.of(
            "region.yaml", """
            kind: Region
            name: north
            title: The north
            country: SE
            homes: [SE, NO]
            controllers:
              - name: nordic
                country: SE
            """,
            "purpose.yaml", """
            kind: Purpose
            name: letter
            title: A letter
            code: DIRECT_MARKETING
            channel: POST
            brand: nordic
            promotional: true
            recurring: false
            """,
            "catalogue.yaml", """
            kind: FieldCatalogue
            name: customers
            fields:
              - names: [email]
                category: CONTACT
                identifier: EMAIL
              - names: [city]
                category: DEMOGRAPHIC
            """,
            "destination.yaml", """
            kind: Destination
            name: printer
            title: A printer of letters
            destinationKind: MESSAGING
            importer:
              name: Tryck AB
              country: SE
              role: PROCESSOR
              processingCountries: [SE]
            sharedKey: email
            mechanisms:
              - type: EU_SCC_M2
                reference: contract 1
                signedAt: 2026-01-01
                unaltered: true
            """,
            "example.yaml", """
            kind: Example
            name: case-1
            title: A case
            given:
              at: 2026-11-20T10:00:00+03:00
              controller: nordic
              destination: printer
              purpose: letter
              fields: [email, city]
            expect:
              verdict: withhold
              reason: consent.missing
            """);

    @TempDir
    private Path folder;

    @Test
    void theSoundPolicyLoads() throws IOException {
        assertThat(check("purpose.yaml", SOUND.get("purpose.yaml"))).isEmpty();
    }

    /** File, the text to look for in the sound document, what stands there instead, the error. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "purpose.yaml",
                        "kind: Purpose",
                        "kind: Porpose",
                        "purpose.yaml:1:1: kind: \"Porpose\" is no kind of document\n    Did you mean \"Purpose\"? Known: Jurisdiction, Region, Purpose, FieldCatalogue, Destination, TransferRule, Example."),
                mistake(
                        "purpose.yaml",
                        "kind: Purpose\n",
                        "",
                        "purpose.yaml:1:1: \"kind\" is missing\n    Known: Jurisdiction, Region, Purpose, FieldCatalogue, Destination, TransferRule, Example."),
                mistake(
                        "purpose.yaml",
                        "name: letter\n",
                        "",
                        "purpose.yaml:1:1: \"name\" is missing\n    Add a name, for example kind: Purpose and name: email-newsletter."),
                mistake(
                        "purpose.yaml",
                        "name: letter",
                        "name: My Letter",
                        "example.yaml:8:12: given.purpose: there is no purpose \"letter\"\n    Known: My Letter.",
                        "purpose.yaml:2:7: name: \"My Letter\" does not have the form that is needed here\n    Write this: A short name in lower-case letters, digits and hyphens, such as email-newsletter."),
                mistake(
                        "purpose.yaml",
                        "channel: POST",
                        "channel: NONE",
                        "purpose.yaml:1:1: purpose letter: DIRECT_MARKETING without a channel\n    Expected: the channel that reaches the person, such as EMAIL."),
                mistake(
                        "purpose.yaml",
                        "channel: POST",
                        "chanel: POST",
                        "purpose.yaml:1:1: \"channel\" is missing\n    Add \"channel:\": The channel that reaches the person; NONE where nobody is reached.",
                        "purpose.yaml:5:1: chanel: \"chanel\" is not known here\n    Did you mean \"channel\"? Known: kind, name, title, description, code, channel, brand, promotional, recurring, ownSimilarProducts, signals."),
                mistake(
                        "purpose.yaml",
                        "channel: POST",
                        "channel: E-MAIL",
                        "purpose.yaml:5:10: channel: \"E-MAIL\" is not one of the values that may stand here\n    Did you mean \"EMAIL\"? Known: EMAIL, SMS, CALL_LIVE, CALL_AUTO, POST, PUSH, IN_APP, MESSENGER, WEB_AD, NONE."),
                mistake(
                        "purpose.yaml",
                        "promotional: true",
                        "promotional: yes",
                        "purpose.yaml:7:14: promotional: a text stands where true or false belongs\n    Write true or false: Whether what is said advertises. A service message that does is direct marketing."),
                mistake(
                        "purpose.yaml",
                        "brand: nordic",
                        "brand: 42",
                        "purpose.yaml:6:8: brand: a number stands where a text belongs\n    Write a text (put it in quotes): A short name in lower-case letters, digits and hyphens, such as email-newsletter."),
                mistake(
                        "purpose.yaml",
                        "code: DIRECT",
                        "code:\tDIRECT",
                        "purpose.yaml:4:6: the YAML is broken: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)\n    Check indentation, colons, quotes and brackets here and just above."),
                mistake(
                        "purpose.yaml",
                        "title: A letter",
                        "title: &t A letter",
                        "purpose.yaml:3:8: title: an anchor (&) stands here\n    Write the value out; anchors and aliases are refused."),
                mistake(
                        "purpose.yaml",
                        "title: A letter",
                        "title: A letter\ntitle: B",
                        "purpose.yaml:4:1: title: the key \"title\" occurs twice\n    Keep one of them; the first stands in line 3."),
                mistake(
                        "purpose.yaml",
                        "recurring: false",
                        "recurring: false\n---\nkind: Purpose",
                        "purpose.yaml:9:1: a second document begins here\n    Put each document into a file of its own."),
                mistake(
                        "purpose.yaml",
                        "recurring: false",
                        "recurring: false\nsignals:\n  tcf: {vendor: 755}",
                        "purpose.yaml:10:8: signals.tcf: \"purposes\" is missing\n    Add \"purposes:\": The purposes that need consent; 1, 3 and 4 for uploading a list of customers."),
                mistake(
                        "purpose.yaml",
                        "recurring: false",
                        "recurring: false\nsignals:\n  tcf: {vendor: 755, purposes: [1, 12]}",
                        "purpose.yaml:10:36: signals.tcf.purposes[1]: 12 is too large\n    Write at most 11."),
                mistake(
                        "purpose.yaml",
                        "recurring: false",
                        "recurring: false\nsignals:\n  tfc: {vendor: 755, purposes: [1]}",
                        "purpose.yaml:10:3: signals.tfc: \"tfc\" is not known here\n    Known: tcf, gpp, segment, rudderstack, mparticle, google, gpc, required."),
                mistake(
                        "purpose.yaml",
                        "recurring: false",
                        "recurring: false\nsignals:\n  gpp: [SALES]",
                        "purpose.yaml:10:9: signals.gpp[0]: \"SALES\" is not one of the values that may stand here\n    Did you mean \"SALE\"? Known: SALE, SHARING, TARGETED_ADVERTISING."),
                mistake(
                        "purpose.yaml",
                        "recurring: false",
                        "recurring: false\nsignals:\n  gpc: true\n  required: ALL",
                        "purpose.yaml:10:3: signals: signals: required ALL without a signal that can permit\n    Expected: one of tcf, gpp, segment, rudderstack, mparticle, google."),
                mistake(
                        "region.yaml",
                        "country: SE\nhomes",
                        "country: UK\nhomes",
                        "region.yaml:4:10: country: \"UK\" is no country\n    Write the ISO 3166 code: GB is the United Kingdom."),
                mistake(
                        "region.yaml",
                        "[SE, NO]",
                        "[SE, Norway]",
                        "region.yaml:5:13: homes[1]: \"Norway\" does not have the form that is needed here\n    Write this: An ISO 3166 code in capital letters, or EU or EEA for all their members."),
                mistake(
                        "region.yaml",
                        "[SE, NO]",
                        "[]",
                        "region.yaml:5:8: homes: the list is too short\n    Write at least one entry."),
                mistake(
                        "region.yaml",
                        "    country: SE",
                        "    country: EU",
                        "region.yaml:8:14: controllers[0].country: \"EU\" is a group of countries\n    Write one country, such as DE."),
                mistake(
                        "destination.yaml",
                        "signedAt: 2026-01-01",
                        "signedAt: 2026-02-30",
                        "destination.yaml:14:15: mechanisms[0].signedAt: \"2026-02-30\" is not a date such as 2026-11-20\n    Write a date such as 2026-11-20."),
                mistake(
                        "destination.yaml",
                        "signedAt: 2026-01-01",
                        "signedAt: 01.02.2026",
                        "destination.yaml:14:15: mechanisms[0].signedAt: \"01.02.2026\" is not a date such as 2026-11-20\n    Write a date such as 2026-11-20."),
                mistake(
                        "destination.yaml",
                        "EU_SCC_M2",
                        "EU_SCC",
                        "destination.yaml:12:11: mechanisms[0].type: \"EU_SCC\" is not one of the values that may stand here\n"
                                + "    Known: EU_ADEQUACY, TR_ADEQUACY, EU_DPF, EU_SCC_M1, EU_SCC_M2, EU_SCC_M3, EU_SCC_M4,"
                                + " TR_SS_1, TR_SS_2, TR_SS_3, TR_SS_4, EU_BCR_C, EU_BCR_P, EU_CODE, EU_CERT, EU_ADHOC,"
                                + " TR_BCR, TR_UNDERTAKING, TR_PUBLIC, EU_DEROG_CONSENT, TR_INCIDENTAL_CONSENT,"
                                + " UK_ADEQUACY, CH_ADEQUACY, BR_ADEQUACY, UK_DPF, CH_DPF, UK_IDTA, UK_ADDENDUM,"
                                + " CH_SCC_M1, CH_SCC_M2, CH_SCC_M3, CH_SCC_M4, BR_CLAUSES, UK_BCR, CH_BCR, BR_SPECIFIC,"
                                + " BR_BCR, EU_DEROG_CONTRACT, TR_INCIDENTAL_CONTRACT, UK_DEROG_CONSENT, UK_DEROG_CONTRACT,"
                                + " CH_DEROG_CONSENT, CH_DEROG_CONTRACT, BR_DEROG_CONSENT, BR_DEROG_CONTRACT."),
                mistake(
                        "destination.yaml",
                        "    reference: contract 1\n",
                        "",
                        "destination.yaml:12:5: mechanisms[0]: \"reference\" is missing\n    Add \"reference:\": The contract."),
                mistake(
                        "destination.yaml",
                        "unaltered: true",
                        "unaltered: true\n    notifiedAt: 2026-01-01",
                        "destination.yaml:16:5: mechanisms[0].notifiedAt: \"notifiedAt\" is not known here\n    Known: type, reference, signedAt, unaltered, assessment, terminatedAt, status."),
                mistake(
                        "destination.yaml",
                        "sharedKey: email",
                        "sharedKey: mail",
                        "destination.yaml:10:12: sharedKey: there is no field \"mail\" in the catalogue\n    Did you mean \"email\"? Known: email, city."),
                mistake(
                        "destination.yaml",
                        "sharedKey: email",
                        "sharedKey: email\nrequiredFields: [city]\nfieldPlan: {fields: {city: DROP}}",
                        "destination.yaml:11:18: requiredFields[0]: the field plan drops \"city\", which is required\n    Let the plan pass, hash or pseudonymise it, or do not require it."),
                mistake(
                        "destination.yaml",
                        "processingCountries: [SE]",
                        "processingCountries: SE",
                        "destination.yaml:9:24: importer.processingCountries: a text stands where a list belongs\n    Write a list: Where the data is kept or looked at."),
                mistake(
                        "destination.yaml",
                        "type: EU_SCC_M2\n    reference: contract 1\n    signedAt: 2026-01-01\n    unaltered: true",
                        "type: EU_ADEQUACY\n    decision: (EU) 1/2\n    withinScope: true",
                        "destination.yaml:13:15: mechanisms[0].decision: there is no adequacy decision \"(EU) 1/2\"\n    Known: (EU) 2019/419, (EU) 2022/254, (EU) 2023/1795,"
                                + " (EU) 2025/2574, (EU) 2026/179, 2000/518/EC, 2002/2/EC, 2003/490/EC, 2003/821/EC,"
                                + " 2004/411/EC, 2008/393/EC, 2010/146/EU, 2010/625/EU, 2011/61/EU, 2012/484/EU,"
                                + " 2013/65/EU, CD/ANPD 32/2026, DPA 2018 Sch 21 para 5, DPO Annex 1, DPO Annex 1 (US), SI 2023/1028."),
                mistake(
                        "catalogue.yaml",
                        "[city]",
                        "[city, email]",
                        "catalogue.yaml:7:19: fields[1].names[1]: the column \"email\" stands here again\n    Classify a column once; the first stands in line 4."),
                mistake(
                        "catalogue.yaml",
                        "category: DEMOGRAPHIC",
                        "category: DEMOGRAPHICS",
                        "catalogue.yaml:8:15: fields[1].category: \"DEMOGRAPHICS\" is not one of the values that may stand here\n    Did you mean \"DEMOGRAPHIC\"? Known: IDENTIFIER, CONTACT, DEMOGRAPHIC, BEHAVIOURAL, TRANSACTIONAL, LOCATION, FINANCIAL, SPECIAL, CRIMINAL, AGGREGATE."),
                mistake(
                        "catalogue.yaml",
                        "- names: [city]",
                        "- patterns: [score_*]\n    category: BEHAVIOURAL\n  - patterns: [\"*_total\"]",
                        "catalogue.yaml:9:16: fields[2].patterns[0]: the pattern \"*_total\" and \"score_*\" of line 7 name the same columns, and neither is the more specific one\n    Make one narrower than the other, or list the columns by name."),
                mistake(
                        "catalogue.yaml",
                        "- names: [city]",
                        "- patterns: [ab_x, \"abc*\"]",
                        "catalogue.yaml:7:16: fields[1].patterns[0]: \"ab_x\" is no family of columns\n    Expected: at least 3 characters and a *, such as score_*."),
                mistake(
                        "catalogue.yaml",
                        "- names: [city]\n    category",
                        "- category",
                        "catalogue.yaml:7:5: fields[1]: field without a name\n    Expected: at least one column name or pattern."),
                mistake(
                        "destination.yaml",
                        "sharedKey: email",
                        "sharedKey: email\nfieldPlan: {fields: {email: {truncate: 0}}}",
                        "destination.yaml:11:40: fieldPlan.fields.email.truncate: 0 is too small\n    Write at least 1."),
                mistake(
                        "destination.yaml",
                        "sharedKey: email",
                        "sharedKey: email\nfieldPlan: {fields: {email: {truncate: 3, generalise: YEAR}}}",
                        "destination.yaml:11:29: fieldPlan.fields.email: the mapping is too large\n    Write at most 1 key."),
                mistake(
                        "destination.yaml",
                        "sharedKey: email",
                        "sharedKey: email\nfieldPlan: {fields: {city: {generalise: YEAR}}}",
                        "destination.yaml:11:22: fieldPlan.fields.city: a field such as \"city\" cannot be treated so: generalise(year)\n    Give the field the type DATE or DATE_TIME in the catalogue, or DROP it."),
                mistake(
                        "destination.yaml",
                        "sharedKey: email",
                        "sharedKey: email\nfieldPlan: {categories: {DEMOGRAPHIC: {generalise: WEEK}}}",
                        "destination.yaml:11:52: fieldPlan.categories.DEMOGRAPHIC.generalise: \"WEEK\" is not one of the values that may stand here\n    Known: DAY, MONTH, YEAR, AGE_BAND, CITY, REGION, COUNTRY."),
                mistake(
                        "destination.yaml",
                        "sharedKey: email",
                        "sharedKey: email\nfieldPlan: {fields: {email: DROP}}",
                        "destination.yaml:10:12: sharedKey: the field plan drops \"email\", which is required\n    Let the plan pass, hash or pseudonymise it, or do not require it."),
                mistake(
                        "example.yaml",
                        "consent.missing",
                        "consent.mising",
                        "example.yaml:12:11: expect.reason: \"consent.mising\" is no reason code\n    Did you mean \"consent.missing\"?"),
                mistake(
                        "example.yaml",
                        "destination: printer",
                        "destination: print",
                        "example.yaml:7:16: given.destination: there is no destination \"print\"\n    Known: printer."),
                mistake(
                        "example.yaml",
                        "2026-11-20T10:00:00+03:00",
                        "2026-11-20",
                        "example.yaml:5:7: given.at: \"2026-11-20\" is not a time such as 2026-11-20T10:00:00+03:00\n    Write a time such as 2026-11-20T10:00:00+03:00."),
                mistake(
                        "example.yaml",
                        "reason: consent.missing",
                        "dropped: [town]",
                        "example.yaml:12:13: expect.dropped[0]: \"town\" cannot be dropped, because it is not given\n    Known: email, city."),
                mistake(
                        "example.yaml",
                        "reason: consent.missing",
                        "fields: {town: DROP}",
                        "example.yaml:12:18: expect.fields.town: nothing happens to \"town\", because it is not given\n    Known: email, city."),
                mistake(
                        "example.yaml",
                        "reason: consent.missing",
                        "fields: {city: SHORTEN}",
                        "example.yaml:12:18: expect.fields.city: \"SHORTEN\" is not one of the values that may stand here\n    Known: PASS, HASH, PSEUDONYMISE, DROP."));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void getsItsError(String file, String sound, String broken, List<String> errors) throws IOException {
        String text = SOUND.get(file);
        assertThat(text).contains(sound);

        assertThat(check(file, text.replace(sound, broken))).isEqualTo(errors);
    }

    @Test
    void documentsThatContradictEachOtherGetAnErrorEach() throws IOException {
        assertThat(check("zz-second.yaml", SOUND.get("region.yaml").replace("north", "south")))
                .containsExactly(
                        "zz-second.yaml:5:9: homes[0]: SE is at home in region \"north\" too\n    Leave a country to one region.",
                        "zz-second.yaml:5:13: homes[1]: NO is at home in region \"north\" too\n    Leave a country to one region.",
                        "zz-second.yaml:7:11: controllers[0].name: controller \"nordic\" stands in region \"north\" already\n"
                                + "    Name a controller once; it belongs to one region.");
    }

    @Test
    void aNameBelongsToOneDocument() throws IOException {
        assertThat(check("zz-second.yaml", SOUND.get("purpose.yaml")))
                .containsExactly("zz-second.yaml:2:1: name: Purpose \"letter\" is defined twice\n"
                        + "    Rename or remove one; the other stands in purpose.yaml.");
    }

    @Test
    void aPolicyHasOneCatalogue() throws IOException {
        assertThat(check(
                        "zz-second.yaml",
                        "kind: FieldCatalogue\nname: more\nfields: [{names: [x], category: SPECIAL}]\n"))
                .singleElement()
                .asString()
                .startsWith("zz-second.yaml:2:1: name: this is a second FieldCatalogue\n");
        Files.delete(folder.resolve("catalogue.yaml"));
        Files.delete(folder.resolve("zz-second.yaml"));
        assertThat(errors())
                .containsExactly(
                        "policy: there is no FieldCatalogue\n    Add one that classifies the columns of your sources.");
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        folder = folder.resolve("nowhere");
        assertThat(errors()).singleElement().asString().contains("the policy cannot be read");
    }

    @Test
    void allErrorsOfAllFilesAreTold() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "kind: Nothing\n");
        Files.writeString(folder.resolve("b.yaml"), "kind: Purpose\nname: x\n");
        Files.writeString(folder.resolve("c.yml"), "- 1\n");

        assertThat(errors()).hasSize(8);
        assertThat(errors()).anyMatch(error -> error.startsWith("c.yml:1:1: the document is a list, not a mapping"));
    }

    private List<String> check(String file, String text) throws IOException {
        for (var document : SOUND.entrySet()) {
            Files.writeString(folder.resolve(document.getKey()), document.getValue());
        }
        Files.writeString(folder.resolve(file), text);
        return errors();
    }

    private List<String> errors() {
        return switch (PolicyDocuments.load(folder)) {
            case PolicyDocuments.Loaded _ -> List.of();
            case PolicyDocuments.Rejected(var errors) ->
                errors.stream()
                        .map(error -> error.text().replace(folder + "/", ""))
                        .toList();
        };
    }

    private static Arguments mistake(String file, String sound, String broken, String... errors) {
        return Arguments.of(file, sound, broken, List.of(errors));
    }
}
