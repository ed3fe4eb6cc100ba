package io.gpuledger.ingest.neocloud;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which column of a provider's lines says what; the empty text where none does.
 *
 * @param provider who bills
 * @param account billing account
 * @param unnamedAccount its id where the file names none
 * @param project sub account
 * @param start first instant of usage, or its day where there is no end
 * @param end first instant after
 * @param service name of the service
 * @param sku what is billed, such as an instance type
 * @param description in words
 * @param resource id of the resource
 * @param nameless what stands for the id of what has none
 * @param resourceName its name
 * @param region where it is
 * @param quantity how much
 * @param unit column with its unit
 * @param fixedUnit the unit where no column says it
 * @param plan on which terms it ran
 * @param unitPrice price of one unit
 * @param amount what the line adds to the invoice
 * @param credit what is taken off that amount, below zero
 * @param currency of the amounts
 * @param invoice id of the invoice
 * @param tagPrefix what names of columns with tags begin with
 * @param label a column that is itself a tag
 */
record LineLayout(
    String provider,
    String account,
    String unnamedAccount,
    String project,
    String start,
    String end,
    String service,
    String sku,
    String description,
    String resource,
    String nameless,
    String resourceName,
    String region,
    String quantity,
    String unit,
    String fixedUnit,
    String plan,
    String unitPrice,
    String amount,
    String credit,
    String currency,
    String invoice,
    String tagPrefix,
    String label) {

  /** Lambda's invoice as lines; its layout is not confirmed. */
  static final LineLayout LAMBDA =
      new LineLayout(
          "Lambda",
          "account",
          "Lambda",
          "project",
          "period_start",
          "period_end",
          "",
          "instance_type",
          "description",
          "instance_id",
          "",
          "",
          "region",
          "quantity_hours",
          "",
          "Instance-Hours",
          "",
          "unit_price",
          "amount",
          "",
          "currency",
          "invoice_id",
          "",
          "label");

  /** Crusoe's billing export; its columns are not confirmed. */
  static final LineLayout CRUSOE =
      new LineLayout(
          "Crusoe",
          "organization_id",
          "",
          "project_id",
          "usage_date",
          "",
          "product",
          "resource_type",
          "",
          "resource_id",
          "",
          "resource_name",
          "location",
          "quantity",
          "unit",
          "",
          "pricing_type",
          "unit_price",
          "amount",
          "",
          "currency",
          "",
          "",
          "");

  /** The usage file that Nebius wrote before FOCUS. */
  static final LineLayout NEBIUS =
      new LineLayout(
          "Nebius",
          "billing_account_id",
          "",
          "cloud_id",
          "date",
          "",
          "service_name",
          "sku_id",
          "sku_name",
          "resource_id",
          "sku_name",
          "",
          "",
          "pricing_quantity",
          "pricing_unit",
          "",
          "",
          "",
          "cost",
          "credit",
          "currency",
          "",
          "labels.user_labels.",
          "");

  /** The columns that charges take over whole. */
  Set<String> taken() {
    return Set.copyOf(
        Stream.of(
                account,
                project,
                start,
                end,
                service,
                sku,
                description,
                resource,
                resourceName,
                region,
                quantity,
                unit,
                amount,
                currency,
                invoice,
                label)
            .filter(name -> !name.isEmpty())
            .toList());
  }

  /** The columns without which there is no charge. */
  List<String> needed() {
    return Stream.of(
            unnamedAccount.isEmpty() ? account : "",
            start,
            end,
            sku,
            quantity,
            amount,
            credit,
            currency,
            invoice)
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
