package io.gpuledger.cost.price;

/**
 * A row of the price book that cannot be right. It stays in the book and prices nothing.
 *
 * @param price the row
 * @param message what is wrong, with the figures
 */
public record PriceFinding(DevicePrice price, String message) {}
