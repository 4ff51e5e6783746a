# A row of measures: an akg:Measure of the dataset's own in the editors' graph, with its unit and its names.
PREFIX akg: <https://w3id.org/atsmu-kg/ontology#>
PREFIX qudt: <http://qudt.org/schema/qudt/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX unit: <http://qudt.org/vocab/unit/>
PREFIX xyz: <http://sparql.xyz/facade-x/data/>

INSERT {
  GRAPH ?editorial {
    ?measure a akg:Measure ;
      qudt:hasUnit ?unit ;
      skos:broader ?whole .
  }
}
WHERE {
  ?table xyz:editorial ?editorial .
  ?row a xyz:measures ; xyz:measure ?measure ; xyz:unit ?unit_name .
  OPTIONAL { ?row xyz:part_of ?whole }
  BIND(IF(?unit_name = "number", unit:NUM, IF(?unit_name = "percent", unit:PERCENT, IRI(CONCAT(STR(unit:), ?unit_name)))) AS ?unit)
} ;

INSERT {
  GRAPH ?editorial { ?measure skos:prefLabel ?label }
}
WHERE {
  ?table xyz:editorial ?editorial .
  VALUES (?column ?tag) { (xyz:name_en "en") (xyz:name_ru "ru") (xyz:name_tg "tg") }
  ?row a xyz:measures ; xyz:measure ?measure ; ?column ?text .
  BIND(STRLANG(?text, ?tag) AS ?label)
}
