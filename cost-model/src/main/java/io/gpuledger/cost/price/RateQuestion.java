package io.gpuledger.cost.price;

/**
 * Which device of which account is to be priced.
 *
 * @param source the source whose bill will pay for it
 * @param account the billing account there
 * @param cluster where it is
 * @param deviceModel as telemetry or inventory prints it
 * @param price what a price list is asked
 */
public record RateQuestion(
    String source, String account, String cluster, String deviceModel, PriceQuestion price) {}
