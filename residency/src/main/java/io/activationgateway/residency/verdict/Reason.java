package io.activationgateway.residency.verdict;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Why a record did not go: one closed set, used unchanged in results, ledger, metrics and console. A code, once
 * published, keeps its meaning. The articles are those that usually speak; a rule may name more exact ones.
 */
public enum Reason {
    CONSENT_MISSING(
            "consent.missing",
            Remedy.OBTAIN_CONSENT,
            false,
            "No consent for this purpose and channel",
            "Bu amaç ve kanal için onay yok",
            "GDPR:6(1)(a)"),
    CONSENT_DENIED(
            "consent.denied", Remedy.OBTAIN_CONSENT, false, "Consent was refused", "Onay verilmedi", "GDPR:6(1)(a)"),
    CONSENT_WITHDRAWN(
            "consent.withdrawn",
            Remedy.OBTAIN_CONSENT,
            false,
            "Consent was withdrawn",
            "Onay geri alındı",
            "GDPR:7(3)"),
    CONSENT_EXPIRED(
            "consent.expired", Remedy.OBTAIN_CONSENT, false, "Consent has expired", "Onayın süresi doldu", "GDPR:7(1)"),
    CONSENT_VOID("consent.void", Remedy.OBTAIN_CONSENT, false, "Consent is void", "Onay geçersiz", "GDPR:7(1)"),
    CONSENT_BASIS(
            "consent.basis",
            Remedy.OBTAIN_CONSENT,
            false,
            "The legal basis on record does not carry this purpose",
            "Kayıtlı hukuki sebep bu amacı taşımıyor",
            "GDPR:6(1)"),
    CONSENT_PARENTAL(
            "consent.parental",
            Remedy.PARENTAL_CONSENT,
            false,
            "A parent's consent is missing",
            "Veli onayı yok",
            "GDPR:8(1)"),
    CONSENT_EXPLICIT(
            "consent.explicit",
            Remedy.EXPLICIT_CONSENT,
            false,
            "Explicit consent for special categories is missing",
            "Özel nitelikli veriler için açık rıza yok",
            "GDPR:9(2)(a)"),
    CONSENT_SIGNAL_REFUSED(
            "consent.signal-refused",
            Remedy.OBTAIN_CONSENT,
            false,
            "A consent signal in the row refuses this purpose",
            "Satırdaki onay sinyali bu amaca izin vermiyor",
            "GDPR:6(1)(a)"),
    CONSENT_SIGNAL_MISSING(
            "consent.signal-missing",
            Remedy.OBTAIN_CONSENT,
            false,
            "The purpose requires a consent signal and the row carries none",
            "Amaç bir onay sinyali gerektiriyor, satırda ise yok",
            "GDPR:7(1)"),
    CONSENT_SIGNAL_UNUSABLE(
            "consent.signal-unusable",
            Remedy.OBTAIN_CONSENT,
            false,
            "A consent signal in the row proves nothing: unreadable, outdated or of another form",
            "Satırdaki onay sinyali kanıt değeri taşımıyor: okunamıyor, süresi geçmiş ya da biçimi farklı",
            "GDPR:7(1)"),
    OBJECTION_ALL(
            "objection.all",
            Remedy.NONE,
            false,
            "The person objected to all direct marketing",
            "Kişi tüm doğrudan pazarlamaya itiraz etti",
            "GDPR:21(2)",
            "GDPR:21(3)"),
    OBJECTION_CHANNEL(
            "objection.channel",
            Remedy.NONE,
            false,
            "The person objected to this channel",
            "Kişi bu kanala itiraz etti",
            "GDPR:21(2)",
            "GDPR:21(3)"),
    OBJECTION_PROFILING(
            "objection.profiling",
            Remedy.NONE,
            false,
            "The person objected to profiling",
            "Kişi profillemeye itiraz etti",
            "GDPR:21(1)",
            "GDPR:21(2)"),
    OBJECTION_SALE(
            "objection.sale",
            Remedy.OBTAIN_CONSENT,
            false,
            "The person opted out of sale and sharing",
            "Kişi, verilerinin satışına ve paylaşımına itiraz etti",
            "CCPA:1798.120",
            "CCPA:1798.135"),
    RESTRICTION_ACTIVE(
            "restriction.active",
            Remedy.NONE,
            false,
            "Processing is restricted",
            "İşleme kısıtlandı",
            "GDPR:18(1)",
            "GDPR:18(2)"),
    ERASURE_DONE("erasure.done", Remedy.NONE, false, "The person was erased", "Kişinin verileri silindi", "GDPR:17(1)"),
    CHILD_ADVERTISING(
            "child.advertising",
            Remedy.NONE,
            false,
            "No profiling advertising to minors",
            "Reşit olmayanlara profillemeye dayalı reklam yapılamaz",
            "DSA:28(2)"),
    CHILD_PROFILING(
            "child.profiling",
            Remedy.PARENTAL_CONSENT,
            false,
            "No profiling of a person who may be a child",
            "Çocuk olabilecek kişi profillenemez",
            "GDPR:8(1)"),
    SPECIAL_ADVERTISING(
            "special.advertising",
            Remedy.NONE,
            false,
            "No advertising on special categories of data",
            "Özel nitelikli verilere dayalı reklam yapılamaz",
            "DSA:26(3)"),
    SPECIAL_CRIMINAL(
            "special.criminal",
            Remedy.NONE,
            false,
            "Criminal data is never activated",
            "Ceza mahkûmiyeti verisi aktarılamaz",
            "GDPR:10"),
    SECRET_BANK(
            "secret.bank",
            Remedy.NONE,
            false,
            "A bank secret may not leave the country",
            "Banka sırrı yurt dışına çıkarılamaz",
            "KVKK:9(10)"),
    CHANNEL_CONSENT(
            "channel.consent",
            Remedy.OBTAIN_CONSENT,
            false,
            "The channel needs prior consent",
            "Kanal için önceden onay gerekir",
            "EPRIV:13(1)"),
    CHANNEL_IYS_MISSING(
            "channel.iys-missing",
            Remedy.REGISTER_IYS,
            false,
            "No message approval in İYS",
            "İYS'de ileti onayı yok",
            "TR6563:6(1)",
            "TRCER:5(3)"),
    CHANNEL_IYS_REFUSED(
            "channel.iys-refused",
            Remedy.OBTAIN_CONSENT,
            false,
            "The recipient refused messages",
            "Alıcı iletileri reddetti",
            "TR6563:8(1)"),
    CHANNEL_SENDER_UNREGISTERED(
            "channel.sender-unregistered",
            Remedy.REGISTER_IYS,
            false,
            "The sender has no İYS number",
            "Göndericinin İYS numarası yok",
            "TRCER:5(2)"),
    CHANNEL_PROMOTION(
            "channel.promotion",
            Remedy.REMOVE_PROMO,
            false,
            "A service message must not advertise",
            "Hizmet iletisinde tanıtım olamaz",
            "EPRIV:13(1)"),
    TRANSFER_NO_MECHANISM(
            "transfer.no-mechanism",
            Remedy.PUT_MECHANISM,
            false,
            "No valid mechanism opens this transfer",
            "Bu aktarımı açan geçerli bir araç yok",
            "GDPR:44"),
    TRANSFER_NOT_NOTIFIED(
            "transfer.not-notified",
            Remedy.NOTIFY_AUTHORITY,
            false,
            "The standard contract was not notified in time",
            "Standart sözleşme süresinde bildirilmedi",
            "KVKK:9(5)"),
    TRANSFER_UNSIGNED(
            "transfer.unsigned",
            Remedy.PUT_MECHANISM,
            false,
            "The standard contract lacks a signature",
            "Standart sözleşmede imza eksik",
            "KVKK:9(4)(c)"),
    TRANSFER_TIA_OVERDUE(
            "transfer.tia-overdue",
            Remedy.RENEW_TIA,
            false,
            "The transfer impact assessment is missing, negative or overdue",
            "Aktarım etki değerlendirmesi yok, olumsuz veya süresi geçmiş",
            "SCC2021:14",
            "CJEU:C-311/18"),
    TRANSFER_LAPSED(
            "transfer.lapsed",
            Remedy.PUT_MECHANISM,
            false,
            "The mechanism has lapsed",
            "Aktarım aracının süresi doldu",
            "GDPR:45"),
    TRANSFER_RECURRING(
            "transfer.recurring",
            Remedy.PUT_MECHANISM,
            false,
            "A derogation cannot carry a recurring transfer",
            "İstisna, sürekli aktarımı taşıyamaz",
            "GDPR:49(1)(a)"),
    RESIDENCY_HOME_REGION(
            "residency.home-region",
            Remedy.NONE,
            false,
            "The person belongs to another region's gateway",
            "Kişi başka bir bölgenin geçidine ait"),
    RESIDENCY_LOCAL_ONLY(
            "residency.local-only",
            Remedy.LEGAL_REVIEW,
            false,
            "The law asks that records are first written in the person's country and stay there",
            "Kanun, kayıtların önce kişinin ülkesinde tutulmasını ve orada kalmasını ister",
            "RU152FZ:18(5)"),
    MINIMISATION_REQUIRED_FIELD(
            "minimisation.required-field",
            Remedy.LEGAL_REVIEW,
            false,
            "A field that the destination needs may not go",
            "Hedefin ihtiyaç duyduğu bir alan gönderilemez",
            "GDPR:5(1)(c)"),
    GAP_COUNTRY(
            "gap.country",
            Remedy.LEGAL_REVIEW,
            false,
            "The country is missing or no region is its home",
            "Ülke eksik veya hiçbir bölgeye ait değil"),
    GAP_PURPOSE(
            "gap.purpose",
            Remedy.LEGAL_REVIEW,
            false,
            "The policy does not know this purpose",
            "Politika bu amacı tanımıyor"),
    GAP_DESTINATION(
            "gap.destination",
            Remedy.LEGAL_REVIEW,
            false,
            "The policy does not know this destination",
            "Politika bu hedefi tanımıyor"),
    GAP_CONTROLLER(
            "gap.controller",
            Remedy.LEGAL_REVIEW,
            false,
            "The policy does not know this controller",
            "Politika bu veri sorumlusunu tanımıyor"),
    GAP_JURISDICTION(
            "gap.jurisdiction",
            Remedy.LEGAL_REVIEW,
            false,
            "No law pack of the policy applies to the person",
            "Kişi için geçerli bir hukuk paketi yok"),
    GAP_UNCLASSIFIED_FIELD(
            "gap.unclassified-field",
            Remedy.LEGAL_REVIEW,
            false,
            "A field is not in the catalogue",
            "Alan katalogda yok",
            "GDPR:5(1)(c)"),
    GAP_UNKNOWN_CONTACT(
            "gap.unknown-contact",
            Remedy.OBTAIN_CONSENT,
            false,
            "The address of the channel is not known to the register",
            "Kanalın adresi kayıtta yok",
            "GDPR:7(1)"),
    STALE_CONSENT(
            "stale.consent",
            Remedy.NONE,
            true,
            "The node's consent state is not current",
            "Düğümün onay durumu güncel değil"),
    STALE_POLICY(
            "stale.policy", Remedy.NONE, true, "The node's policy is not current", "Düğümün politikası güncel değil"),
    ERROR_EVALUATION(
            "error.evaluation",
            Remedy.NONE,
            true,
            "The decision failed inside the gateway",
            "Karar geçit içinde başarısız oldu"),
    ERROR_LEDGER("error.ledger", Remedy.NONE, true, "The evidence could not be stored", "Kanıt kaydedilemedi"),
    ERROR_REGISTER(
            "error.register",
            Remedy.NONE,
            true,
            "The consent that the row brings could not be stored",
            "Satırın getirdiği onay kaydedilemedi"),
    INPUT_SYNTAX("input.syntax", Remedy.NONE, false, "The row is not well formed", "Satır biçimi bozuk"),
    INPUT_DUPLICATE_NAME(
            "input.duplicate-name",
            Remedy.NONE,
            false,
            "A name or catalogue field occurs twice in the row",
            "Satırda bir ad iki kez geçiyor"),
    INPUT_UTF8("input.utf-8", Remedy.NONE, false, "The row is not valid UTF-8", "Satır geçerli UTF-8 değil"),
    INPUT_SURROGATE(
            "input.surrogate",
            Remedy.NONE,
            false,
            "The row holds an unpaired surrogate",
            "Satırda eşsiz vekil karakter var"),
    INPUT_NUMBER(
            "input.number",
            Remedy.NONE,
            false,
            "The row holds a number that JSON does not know",
            "Satırda geçersiz sayı var"),
    INPUT_DEPTH("input.depth", Remedy.NONE, false, "The row is nested too deeply", "Satır çok derin iç içe"),
    INPUT_ROW_SIZE("input.row-size", Remedy.NONE, false, "The row is too large", "Satır çok büyük"),
    INPUT_COLUMNS(
            "input.columns",
            Remedy.NONE,
            false,
            "The row has too many or too few columns",
            "Satırın sütun sayısı uygun değil"),
    INPUT_NOT_OBJECT(
            "input.not-object", Remedy.NONE, false, "The row is not a JSON object", "Satır bir JSON nesnesi değil"),
    INPUT_IDENTIFIER(
            "input.identifier",
            Remedy.NONE,
            false,
            "An identifier is nested, empty or not usable",
            "Bir kimlik alanı kullanılamıyor"),
    INPUT_TYPE(
            "input.type",
            Remedy.NONE,
            false,
            "A value does not have the type its field needs",
            "Bir değer alanın türüne uymuyor"),
    VENDOR_REJECTED("vendor.rejected", Remedy.NONE, false, "The vendor refused the record", "Sağlayıcı kaydı reddetti"),
    VENDOR_UNSUPPORTED(
            "vendor.unsupported",
            Remedy.NONE,
            false,
            "The record cannot be said to this vendor",
            "Kayıt bu sağlayıcıya iletilemez"),
    VENDOR_CREDENTIALS(
            "vendor.credentials",
            Remedy.NONE,
            true,
            "The vendor refused the gateway's credentials",
            "Sağlayıcı geçidin kimliğini reddetti"),
    VENDOR_UNAVAILABLE(
            "vendor.unavailable",
            Remedy.NONE,
            true,
            "The vendor could not be reached in time",
            "Sağlayıcıya zamanında ulaşılamadı"),
    VENDOR_RATE_LIMITED(
            "vendor.rate-limited",
            Remedy.NONE,
            true,
            "The vendor's rate limit held the record back until the deadline",
            "Sağlayıcının hız sınırı aşıldı"),
    VENDOR_UNCERTAIN(
            "vendor.uncertain",
            Remedy.NONE,
            false,
            "Bytes left and no readable answer came",
            "Veri gönderildi, okunur yanıt gelmedi"),
    QUEUE_EXPIRED(
            "queue.expired",
            Remedy.NONE,
            true,
            "The record waited until its time ran out",
            "Kayıt süresi dolana kadar bekledi"),
    QUEUE_SUPERSEDED(
            "queue.superseded",
            Remedy.NONE,
            false,
            "A later record of the same person was forwarded in its place",
            "Aynı kişinin daha sonraki bir kaydı onun yerine iletildi");

    private static final Map<String, Reason> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Reason::code, Function.identity()));

    private final String code;
    private final Remedy remedy;
    private final boolean retryable;
    private final String english;
    private final String turkish;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of, which nobody can change
    private final List<String> law;

    Reason(String code, Remedy remedy, boolean retryable, String english, String turkish, String... law) {
        this.code = code;
        this.remedy = remedy;
        this.retryable = retryable;
        this.english = english;
        this.turkish = turkish;
        this.law = List.of(law);
    }

    /** The reason of a code, where there is one. */
    public static Optional<Reason> ofCode(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    public String code() {
        return code;
    }

    /** The articles that usually speak for this reason. */
    public List<String> law() {
        return law;
    }

    public Remedy remedy() {
        return remedy;
    }

    /** Whether the same record, posted again, may well have another end. */
    public boolean retryable() {
        return retryable;
    }

    public String english() {
        return english;
    }

    public String turkish() {
        return turkish;
    }

    /** The finding of this reason with its usual law and remedy. */
    public Finding finding(boolean curableByConsent) {
        return new Finding(this, law, remedy, curableByConsent);
    }
}
