package dev.sluice.agent.store.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.ObjectKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTypesTest {
  @ParameterizedTest
  @CsvSource({
    "photo.JPG,image/jpeg",
    "a/b/data.tar.gz,application/gzip",
    "sheet.xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "README,application/octet-stream",
    "txt,application/octet-stream",
    "dir.txt/README,application/octet-stream",
    "dir/.html,text/html",
    "dir/,application/octet-stream",
    "name.,application/octet-stream",
    "name.unheard,application/octet-stream",
  })
  void type_isThatOfTheExtension(String key, String type) {
    assertThat(ContentTypes.byName(new ObjectKey(key))).isEqualTo(type);
  }
}
