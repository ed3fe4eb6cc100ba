package io.gpuledger.streaming.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.streaming.control.ControlRecord;
import io.gpuledger.streaming.guard.BudgetMonth;
import io.gpuledger.streaming.guard.BudgetPeriod;
import io.gpuledger.streaming.guard.CrossingRecord;
import io.gpuledger.streaming.guard.DeviceSeen;
import io.gpuledger.streaming.guard.HolderIncrement;
import io.gpuledger.streaming.guard.HolderNode;
import io.gpuledger.streaming.guard.HolderState;
import io.gpuledger.streaming.guard.NodeBurn;
import io.gpuledger.streaming.guard.SpendIncrement;
import io.gpuledger.streaming.scrape.NodeRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTypesTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        NodeRecord.class,
        ControlRecord.class,
        EncodedRows.class,
        UsageRow.class,
        HolderRow.class,
        InventoryRow.class,
        SpendIncrement.class,
        CrossingRecord.class,
        DeviceSeen.class,
        NodeBurn.class,
        BudgetMonth.class,
        BudgetPeriod.class,
        HolderIncrement.class,
        HolderNode.class,
        HolderState.class
      })
  void every_stream_type_is_a_pojo_without_generic_types(Class<?> type) {
    SerializerConfigImpl noGenericTypes = new SerializerConfigImpl();
    noGenericTypes.setGenericTypes(false);
    TypeInformation<?> information = TypeInformation.of(type);

    assertThat(information).isInstanceOf(PojoTypeInfo.class);
    assertThat(information.createSerializer(noGenericTypes)).isNotNull();
  }
}
