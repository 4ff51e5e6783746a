# A row of figures: an akg:Figure in the graph of its passage, with the bounds that follow from its own.
PREFIX akg: <https://w3id.org/atsmu-kg/ontology#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX qudt: <http://qudt.org/schema/qudt/>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX unit: <http://qudt.org/vocab/unit/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX xyz: <http://sparql.xyz/facade-x/data/>

INSERT {
  GRAPH ?passage {
    ?figure a akg:Figure ;
      schema:observationAbout ?about ;
      schema:measuredProperty ?measure ;
      schema:measurementDenominator ?denominator ;
      schema:value ?value ;
      akg:bound ?bound ;
      schema:minValue ?least ;
      schema:maxValue ?greatest ;
      qudt:hasUnit ?unit ;
      akg:partOf ?whole .
  }
}
WHERE {
  ?table xyz:things ?things ; xyz:terms ?terms .
  ?row a xyz:figures ;
    xyz:passage ?passage ;
    xyz:figure ?name ;
    xyz:measure ?measure ;
    xyz:bound ?bound_name ;
    xyz:value ?text ;
    xyz:unit ?unit_name .
  OPTIONAL { ?row xyz:about ?about_name }
  OPTIONAL { ?row xyz:part_of ?whole_name }
  OPTIONAL { ?row xyz:share_of ?denominator }
  BIND(IRI(CONCAT(?things, "figure/", ?name)) AS ?figure)
  BIND(IRI(CONCAT(?things, COALESCE(?about_name, "university"))) AS ?about)
  BIND(IRI(CONCAT(?terms, ?bound_name)) AS ?bound)
  BIND(IRI(CONCAT(?things, "figure/", ?whole_name)) AS ?whole)
  BIND(IF(?unit_name = "number", unit:NUM, IF(?unit_name = "percent", unit:PERCENT, IRI(CONCAT(STR(unit:), ?unit_name)))) AS ?unit)
  BIND(IF(CONTAINS(?text, "."), xsd:decimal(?text), xsd:integer(?text)) AS ?value)
  BIND(IF(?unit_name = "number", 1, 0) AS ?step)
  # Where no branch holds, the 1/0 is an error, which leaves the variable unbound.
  BIND(IF(?bound IN (akg:Exactly, akg:AtLeast), ?value, IF(?bound = akg:MoreThan, ?value + ?step, 1/0)) AS ?least)
  BIND(IF(?bound IN (akg:Exactly, akg:AtMost), ?value, IF(?bound = akg:LessThan, ?value - ?step, 1/0)) AS ?greatest)
} ;

INSERT {
  GRAPH ?passage {
    ?figure dcterms:temporal ?period .
    ?period a dcterms:PeriodOfTime ;
      dcat:startDate ?date ;
      dcat:endDate ?date .
  }
  GRAPH ?editorial {
    ?period skos:prefLabel ?label_en , ?label_ru , ?label_tg .
  }
}
WHERE {
  ?table xyz:things ?things ; xyz:editorial ?editorial .
  ?row a xyz:figures ; xyz:passage ?passage ; xyz:figure ?name ; xyz:year ?year .
  BIND(IRI(CONCAT(?things, "figure/", ?name)) AS ?figure)
  BIND(IRI(CONCAT(?things, "period/year-", ?year)) AS ?period)
  BIND(STRDT(?year, xsd:gYear) AS ?date)
  BIND(STRLANG(CONCAT("the year ", ?year), "en") AS ?label_en)
  BIND(STRLANG(CONCAT(?year, " год"), "ru") AS ?label_ru)
  BIND(STRLANG(CONCAT("соли ", ?year), "tg") AS ?label_tg)
}
