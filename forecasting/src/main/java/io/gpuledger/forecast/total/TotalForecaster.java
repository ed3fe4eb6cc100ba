package io.gpuledger.forecast.total;

import io.gpuledger.forecast.series.DailySeries;
import java.util.Optional;

/** Says what the next days of a series will come to, as a distribution. */
public interface TotalForecaster {
  /**
   * The total of the days after the last of the series.
   *
   * @param history settled days only; a day whose value may still grow is missing or left out
   * @param days how many, above zero
   * @return empty where too little is known to say anything
   */
  Optional<TotalForecast> total(DailySeries history, int days);
}
